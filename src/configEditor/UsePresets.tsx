import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';

import { asIs } from '../language';
import type { DetectedPreset, Preset } from '../types';
import type { SettingsForm } from './settingsForm';
import { isChosen, usualSchema } from './takenOver';

interface Props {
  form: SettingsForm;
  known: Preset[];
  found: DetectedPreset[];
}

/** Chooses presets that were found. Each is chosen once, so that a second schema of it takes the place of the first. */
export function UsePresets({ form, known, found }: Props) {
  const presets = found.filter(({ id }) => id);
  if (presets.length === 0) {
    return null;
  }
  const chosen = form.settings.presets ?? [];
  const use = ({ id, schema }: DetectedPreset) => {
    const place = { id, schema: schema === usualSchema(known, id) ? undefined : schema };
    const others = chosen.some((choice) => choice.id === id) ? chosen : [...chosen, { id }];
    form.set(
      'presets',
      others.map((choice) => (choice.id === id ? { ...choice, ...place } : choice))
    );
  };
  return (
    <div>
      <Stack gap={1} wrap="wrap">
        {presets.map((preset) => {
          const isUsed = isChosen(form.settings, preset, known);
          const place = { title: preset.title, schema: preset.schema, ...asIs };
          return (
            <Button
              key={`${preset.id} ${preset.schema}`}
              variant="secondary"
              size="sm"
              icon={isUsed ? 'check' : 'plus'}
              disabled={isUsed || form.disabled}
              onClick={() => use(preset)}
            >
              {isUsed
                ? t('config.detect.used-name', 'Chosen: {{title}}, schema {{schema}}', place)
                : t('config.detect.use-name', 'Use {{title}}, schema {{schema}}', place)}
            </Button>
          );
        })}
      </Stack>
      {presets.length > 1 && (
        <Text color="secondary" variant="bodySmall">
          {t(
            'config.detect.several',
            'Each entity may come from one preset only. Save & test names those that two presets give: leave them out of one.'
          )}
        </Text>
      )}
    </div>
  );
}
