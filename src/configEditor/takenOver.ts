import { t } from '@grafana/i18n';

import { asIs } from '../language';
import type { DetectedPreset, Detection, Preset, Settings } from '../types';

/** Where a preset's tables usually are. */
export const usualSchema = (known: Preset[], id: string) => known.find((preset) => preset.id === id)?.schema;

/** Whether settings use a preset in the schema where it was found. */
export function isChosen({ presets = [] }: Settings, { id, schema }: DetectedPreset, known: Preset[]): boolean {
  return presets.some((choice) => choice.id === id && (choice.schema ?? usualSchema(known, id)) === schema);
}

/** What of that which was found has become a setting since, in words. */
export function takenOver(before: Settings, now: Settings, found: Detection, known: Preset[]): string[] {
  const presets = found.presets.filter(
    (preset) => preset.id && isChosen(now, preset, known) && !isChosen(before, preset, known)
  );
  const words = presets.map(({ title, schema }) =>
    t('config.detect.taken-preset', 'Presets: {{title}}, schema {{schema}}', {
      title,
      schema,
      ...asIs,
    })
  );
  if (now.mapping !== before.mapping && now.mapping === found.mapping) {
    words.push(
      before.mapping?.trim()
        ? t('config.detect.taken-replaced', 'Mapping: the proposal in the place of the former text')
        : t('config.detect.taken-mapping', 'Mapping: the proposal')
    );
  }
  return words;
}
