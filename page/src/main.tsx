import { render } from 'preact';
import { App } from './app.jsx';
import { chooseLanguage, say } from './words/say.js';

document.documentElement.lang = await chooseLanguage(navigator.languages);
document.title = say('title');
const root = document.getElementById('page');
if (root !== null) render(<App />, root);
