import { notePicked, recentKpis } from './recent';

afterEach(() => {
  jest.restoreAllMocks();
  localStorage.clear();
});

it('keeps what was picked last, for each data source', () => {
  notePicked('a', ['revenue']);
  notePicked('a', ['win_rate']);
  notePicked('a', ['revenue']);
  notePicked('b', ['csat']);
  expect(recentKpis('a')).toEqual(['revenue', 'win_rate']);
  expect(recentKpis('b')).toEqual(['csat']);
  notePicked('a', ['1', '2', '3', '4']);
  expect(recentKpis('a')).toEqual(['1', '2', '3', '4', 'revenue']);
});

it.each(['{', '{"a": 1}', 'null'])('takes nothing from the text %s', (text) => {
  jest.spyOn(Storage.prototype, 'getItem').mockReturnValue(text);
  expect(recentKpis('a')).toEqual([]);
});

it('does without a storage', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  jest.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
  jest.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
  expect(() => notePicked('a', ['revenue'])).not.toThrow();
  expect(recentKpis('a')).toEqual([]);
});
