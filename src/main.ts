import { startPage } from './app/page.ts';

startPage();
