const grafana = new URL(process.env.GRAFANA_URL ?? 'http://admin:admin@localhost:3000');

/** How to ask Grafana without a browser: a session is no way to, since its token is good for ten minutes unless a page renews it. */
export const administrator = {
  baseURL: grafana.origin,
  httpCredentials: { username: grafana.username, password: grafana.password, send: 'always' as const },
};
