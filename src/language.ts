import { initPluginTranslations } from '@grafana/i18n';

import type { Language } from './types';

let current: Language = 'en';

/**
 * Registers the texts of the user's language, if src/locales has a file of it; the English ones stand in the code as defaults.
 */
export async function initLanguage(pluginId: string): Promise<void> {
  const { language } = await initPluginTranslations(pluginId, [load]);
  current = LOCALES.includes(language) ? shortest(language) : 'en';
}

async function load(tag: string): Promise<Record<string, unknown>> {
  if (!LOCALES.includes(tag)) {
    return {};
  }
  const file = (await import(`./locales/${tag}.json`)) as { default: Record<string, unknown> };
  return file.default;
}

/** The user's language, as far as the plugin speaks it. */
export const userLanguage = (): Language => current;

/** For a text with values in it, which stand there as they are: React escapes what it shows. */
export const asIs = { interpolation: { escapeValue: false } };

/** The languages that the plugin speaks. */
export const languages = (): Language[] => ['en', ...LOCALES.map(shortest)];

/** A language as the backend calls it: ru for ru-RU, but pt-PT, since pt alone is that of Brazil. */
const shortest = (tag: string): Language => new Intl.Locale(tag).minimize().toString();

/** The name of a language in itself, so that its readers find it. */
export function nameOf(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
