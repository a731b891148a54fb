import { t } from '@grafana/i18n';
import { Alert, Box, Field, InlineField, InlineFieldRow, Input, MultiCombobox, Stack, Text } from '@grafana/ui';

import { messageOf } from '../errors';
import type { Preset, PresetChoice } from '../types';
import { fieldStyle } from './fields';
import { Fold } from './Fold';
import type { SettingsForm } from './settingsForm';

interface Props {
  form: SettingsForm;
  /** The presets that the backend knows, or why they could not be read. */
  known: Preset[];
  error?: Error;
}

/** Which systems' tables the database has, and where. */
export function PresetFields({ form, known, error }: Props) {
  const chosen = form.settings.presets ?? [];
  const set = (presets: PresetChoice[]) => form.set('presets', presets.length > 0 ? presets : undefined);
  // One that is saved stays in sight, even when this version of the plugin does not know it.
  const unknown = chosen.filter((choice) => !known.some(({ id }) => id === choice.id));
  return (
    <>
      <Field
        label={t('config.presets.label', 'Presets')}
        description={t(
          'config.presets.description',
          'Systems whose tables are mapped already. Several can be combined, such as one for sales and one for support; the mapping below replaces entities of theirs.'
        )}
        style={fieldStyle}
        disabled={form.disabled}
      >
        <MultiCombobox
          id="settings-presets"
          placeholder={t('config.presets.none', 'None')}
          options={[
            ...known.map(({ id, title, versions }) => ({ value: id, label: title, description: versions })),
            ...unknown.map(({ id }) => ({ value: id })),
          ]}
          value={chosen.map(({ id }) => id)}
          disabled={form.disabled}
          onChange={(options) =>
            set(options.map(({ value }) => chosen.find(({ id }) => id === value) ?? { id: value }))
          }
        />
      </Field>
      {error && (
        <Alert severity="warning" title={t('config.presets.failed', 'The list of presets could not be read')}>
          {messageOf(error)}
        </Alert>
      )}
      {chosen.map((choice) => (
        <PresetRow
          key={choice.id}
          choice={choice}
          preset={known.find(({ id }) => id === choice.id)}
          disabled={form.disabled}
          onChange={(changed) => set(chosen.map((other) => (other === choice ? changed : other)))}
        />
      ))}
    </>
  );
}

interface RowProps {
  choice: PresetChoice;
  preset?: Preset;
  disabled: boolean;
  onChange: (choice: PresetChoice) => void;
}

function PresetRow({ choice, preset, disabled, onChange }: RowProps) {
  const name = preset?.title ?? choice.id;
  return (
    <Box marginBottom={2}>
      <InlineFieldRow>
        <InlineField
          label={t('config.presets.schema', '{{name}}: schema', { name })}
          tooltip={t('config.presets.schema-tooltip', 'The schema of the database in which its tables are.')}
          disabled={disabled}
        >
          <Input
            id={`settings-preset-${choice.id}-schema`}
            width={24}
            placeholder={preset?.schema}
            value={choice.schema ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ ...choice, schema: value || undefined })}
          />
        </InlineField>
        <InlineField
          label={t('config.presets.except', 'Leave out')}
          tooltip={t(
            'config.presets.except-tooltip',
            'Entities that another preset gives. Relations to them are left out as well, because their keys are of another system.'
          )}
          disabled={disabled}
        >
          <MultiCombobox
            id={`settings-preset-${choice.id}-except`}
            width="auto"
            minWidth={24}
            maxWidth={36}
            disabled={disabled}
            options={[...new Set([...(preset?.entities ?? []), ...(choice.except ?? [])])].map((value) => ({ value }))}
            value={choice.except ?? []}
            onChange={(options) =>
              onChange({ ...choice, except: options.length > 0 ? options.map(({ value }) => value) : undefined })
            }
          />
        </InlineField>
      </InlineFieldRow>
      {preset && (
        <Fold title={t('config.presets.limits', '{{name}}: what it gives and what it cannot know', { name })}>
          <Stack direction="column" maxWidth={100}>
            <Text variant="bodySmall">{preset.available}</Text>
            <Text variant="bodySmall">{preset.limits}</Text>
          </Stack>
        </Fold>
      )}
    </Box>
  );
}
