import { initPluginTranslations } from '@grafana/i18n';

import ru from './locales/ru-RU.json';
import type { Language } from './types';

let current: Language = 'en';

/** Registers the Russian texts; the English ones stand in the code as defaults. */
export async function initLanguage(pluginId: string): Promise<void> {
  const { language } = await initPluginTranslations(pluginId, [
    (wanted) => Promise.resolve(wanted.startsWith('ru') ? ru : {}),
  ]);
  current = language.startsWith('ru') ? 'ru' : 'en';
}

/** The user's language, as far as the catalogue speaks it. */
export const userLanguage = (): Language => current;
