/** The label of an input whose place says enough to those who see it. */
export const HiddenLabel = ({ htmlFor, text }: { htmlFor: string; text: string }) => (
  <label htmlFor={htmlFor} className="sr-only">
    {text}
  </label>
);
