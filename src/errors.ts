interface Failure {
  message?: string;
  statusText?: string;
  data?: { error?: string; message?: string };
}

/** The most telling text of a failed request: the backend's own words before those of HTTP. */
export function messageOf(error: unknown): string {
  const { data, message, statusText } = (error ?? {}) as Failure;
  return data?.error || data?.message || message || statusText || String(error);
}
