import { Field, Icon, Label, Stack, Tooltip } from '@grafana/ui';
import type { ReactElement } from 'react';

interface Props {
  label: string;
  tooltip?: string;
  /** Whether the field takes the room that is left. */
  grow?: boolean;
  invalid?: boolean;
  disabled?: boolean;
  error?: string;
  /** Its id is what the label is for. */
  children: ReactElement<{ id?: string }>;
}

// The oldest Grafana that the plugin is for leaves room below, and its types do not know the name.
const unspaced: object = { noMargin: true };

/** An input below its label: several of them stand in a row as long as there is room. */
export const EditorField = ({ label, tooltip, grow, invalid, disabled, error, children }: Props) => (
  <Stack direction="column" grow={grow ? 1 : 0} basis={grow ? '280px' : undefined} minWidth={0} maxWidth="100%">
    <Field
      {...unspaced}
      invalid={invalid}
      disabled={disabled}
      error={error}
      label={
        <Stack gap={0.5}>
          <Label htmlFor={children.props.id}>{label}</Label>
          {tooltip && (
            <Tooltip content={tooltip}>
              <Icon name="info-circle" size="xs" tabIndex={0} role="note" aria-label={tooltip} />
            </Tooltip>
          )}
        </Stack>
      }
    >
      {children}
    </Field>
  </Stack>
);
