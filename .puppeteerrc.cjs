/**
 * Puppeteer would download a browser while it is being installed, which fails without a network and is a
 * waste where a Chrome is already there. scripts/find-chrome.mjs looks for one, scripts/set-up.mjs gets one.
 *
 * @type {import('puppeteer').Configuration}
 */
module.exports = { skipDownload: true };
