import i18next from 'i18next';

import { initLanguage } from '../language';

/** Shows the texts of a language, as Grafana does when a user has chosen it. */
export async function speak(language: 'en-US' | 'ru-RU'): Promise<void> {
  await initLanguage('test');
  // A language without any text is passed over.
  i18next.addResourceBundle(language, 'test', { language });
  await i18next.changeLanguage(language);
  await initLanguage('test');
}
