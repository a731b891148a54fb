/** A policy to start from. A test of the backend reads it. */
export const examplePolicy = `# The first rule that fits a person holds. Whom none fits sees nothing.
contact: the CRM team
rules:
  - roles: [Admin]
    see: everything
    unmasked: true
  - teams: [Support]
    see: [team, { region: [EMEA] }]
  - roles: [Viewer, Editor]
    see: own
# Alert rules and public dashboards are nobody: they see numbers, not lists of rows.
service:
  see: everything
open: [campaigns]
`;
