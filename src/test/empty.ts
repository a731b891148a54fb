const Nothing = () => null;

/** Stands in for style sheets, icons and the code editor, which jsdom cannot show. */
export default Nothing;
export { Nothing as ReactMonacoEditorLazy };
