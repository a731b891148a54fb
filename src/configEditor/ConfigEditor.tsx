import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';

import type { Secrets, Settings } from '../types';
import { useChanges } from '../useChanges';
import { CalendarSection } from './CalendarSection';
import { ConnectionSection } from './ConnectionSection';
import { HealthSection } from './HealthSection';
import { KpiSection } from './KpiSection';
import { LimitsSection } from './LimitsSection';
import { LiveSection } from './LiveSection';
import { MappingSection } from './MappingSection';
import { PolicySection } from './PolicySection';
import { settingsForm } from './settingsForm';
import { TLSSection } from './TLSSection';
import { useSavedConnection } from './useSavedConnection';

export type Props = DataSourcePluginOptionsEditorProps<Settings, Secrets>;

export function ConfigEditor({ options, onOptionsChange }: Props) {
  const form = settingsForm(options, useChanges(options, onOptionsChange));
  const connection = useSavedConnection(options);
  return (
    <>
      <ConnectionSection form={form} />
      <TLSSection form={form} />
      <CalendarSection form={form} />
      <MappingSection form={form} connection={connection} />
      <KpiSection form={form} connection={connection} />
      <PolicySection form={form} connection={connection} />
      <LiveSection form={form} />
      <LimitsSection form={form} />
      <HealthSection connection={connection} />
    </>
  );
}
