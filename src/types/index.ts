export * from './catalog';
export * from './detection';
export * from './drilldown';
export * from './health';
export * from './policy';
export * from './question';
export * from './settings';
