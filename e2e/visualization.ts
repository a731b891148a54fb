import type { PanelEditPage } from '@grafana/plugin-e2e';
import { expect, type Locator } from '@playwright/test';

/** Chooses a visualization; a new panel of Grafana 12.4 and later offers them without being asked. */
export async function visualize(panel: PanelEditPage, name: string, click = (on: Locator) => on.click()) {
  const { PanelEditor, PluginVisualization } = panel.ctx.selectors.components;
  const change = panel.getByGrafanaSelector(PanelEditor.toggleVizPicker);
  const offered = panel.getByGrafanaSelector(PluginVisualization.item(name));
  await expect(offered.or(change).first()).toBeVisible();
  if (!(await offered.isVisible())) {
    await click(change);
  }
  await click(offered);
}
