/** Custom KPIs to start from. A test of the backend answers them. */
export const exampleKpis = `# A measure says what is counted, a KPI what people see. Formulas may name all built-in KPIs and measures.
measures:
  big_won_deals:
    entity: deals
    time: closed_at
    count: id
    where: status = 'won' and amount >= 50000
kpis:
  big_deals:
    title: Big deals
    description: Deals of 50,000 or more that were won.
    measure: big_won_deals
    unit: count
    better: higher
    horizon: past
  big_deal_share:
    title: { en: Share of big deals, ru: Доля крупных сделок }
    description: { en: Big deals of all deals won., ru: Крупные сделки среди выигранных. }
    ratio: { of: big_deals, to: deals_won }
    unit: percent
    better: higher
    horizon: past
`;
