import fc from 'fast-check';
import { sampleRow } from '../sample-data.ts';
import { dataPath } from '../service-fixture.ts';
import { sometimes } from './fuzz-run.ts';

/** Addresses, methods and headers: pieces that are valid somewhere, put together where they may not be, and broken. */

const row = sampleRow('account', 'gwen');
const none = '99999999-9999-4999-8999-999999999999';

const set = fc.constantFrom(
  'accounts',
  'contacts',
  'annotations',
  'salesorders',
  'territories',
  'systemusers',
  'teams',
  'businessunits',
  'roles',
  'Accounts',
  'account',
  'landfall_setting',
  'pg_class',
  'constructor',
  '__proto__',
);
const key = fc.constantFrom(
  row,
  row.toUpperCase(),
  none,
  sampleRow('contact', 'sam'),
  'x',
  '',
  "name='a'",
  `accountid=${row}`,
  `{${row}}`,
  `'${row}'`,
  '0'.repeat(201),
  '%00',
  `${row}%0a`,
);
const property = fc.constantFrom(
  'name',
  'primarycontactid',
  'parentaccountid',
  'account_territories',
  'account_competitors',
  'contact_customer_accounts',
  'ownerid',
  'owninguser',
  'objectid_account',
  'systemuserroles_association',
  'teammembership_association',
  'accountid',
  '$ref',
  '$count',
  '$value',
  'constructor',
  'creditlimit',
  'customerid',
);
const tail = fc.constantFrom(
  '',
  '',
  '',
  '/$ref',
  '/$count',
  '/$value',
  `(${none})`,
  `(${none})/$ref`,
  '/',
  '//',
  '/Microsoft.Dynamics.CRM.account',
);

const broken = fc.oneof(
  fc.constantFrom(
    '%',
    '%zz',
    '%c3%28',
    '%00',
    '%ed%a0%80',
    '%2e%2e',
    '..',
    '%2f',
    '\\',
    ';',
    '#',
    '?',
    '&&',
    '+',
    '%25',
    'é',
    '🐟',
    '\ud800',
    "'",
    '"',
    '(',
    ')',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const dataTail: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('accounts', 'contacts') },
  { weight: 4, arbitrary: set },
  { weight: 3, arbitrary: fc.tuple(set, key).map(([one, id]) => `${one}(${id})`) },
  {
    weight: 5,
    arbitrary: fc.tuple(set, key, property, tail).map(([one, id, name, end]) => `${one}(${id})/${name}${end}`),
  },
  fc.tuple(set, tail).map(([one, end]) => one + end),
  fc.constantFrom(
    '',
    '/',
    '$metadata',
    '$metadata?annotations=true',
    '$batch',
    '%24batch',
    'x/$batch',
    '$all',
    '$entity',
    'WhoAmI',
    'WhoAmI()',
    'WhoAmI(1)',
    'EntityDefinitions',
    "EntityDefinitions(LogicalName='account')",
    "EntityDefinitions(LogicalName='nothing')",
    "EntityDefinitions(LogicalName='account')/Attributes",
    "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
    "EntityDefinitions(LogicalName='contact')/ManyToOneRelationships",
    'GlobalOptionSetDefinitions',
    'RelationshipDefinitions',
    'savedqueries',
    `savedqueries(${none})`,
    'systemforms',
    `systemforms(${none})`,
    'userqueries',
    "RetrieveTotalRecordCount(EntityNames=['account','account'])",
    'RetrieveTotalRecordCount(EntityNames=[1])',
    'RetrieveTotalRecordCount(EntityNames=[[[[)',
    `systemusers(${none})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`,
    'RetrieveCurrentOrganization(AccessType=@p)',
    'RetrieveMetadataChanges',
    'globalmetadataversion',
  ),
);
const plainPath = fc.constantFrom(
  '/',
  '/health/live',
  '/health/ready',
  '/health/',
  '/metrics',
  '/config.json',
  '/api',
  '/api/',
  '/api/sign-in',
  '/api/sign-in/',
  '/api/data',
  '/api/data/v9.2',
  '/api/data/v9.1/accounts',
  '/api/data/v9.2//accounts',
  '/index.html',
  '/sw.js',
  '/assets/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2fetc/passwd',
  '/__levers/state',
  '/%00',
  '//evil.test/',
  '/a/../../b',
  '/.git/config',
  '/view/%ff',
);
export const path = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: dataTail.map((rest) => `${dataPath}/${rest}`) }, plainPath),
    sometimes(fc.tuple(fc.nat(60), broken), 6),
  )
  .map(([whole, damage]) =>
    damage === null ? whole : `/${whole.slice(1, damage[0])}${damage[1]}${whole.slice(damage[0])}`.replace(/^\/+/, '/'),
  );

const date = '2024-02-30T25:00:00Z';
const values: Readonly<Record<string, readonly string[]>> = {
  $select: [
    'name',
    'accountid,name',
    'nothing',
    '',
    ',',
    'name,name',
    '*',
    '_primarycontactid_value',
    'name/x',
    'notetext,subject',
    'constructor',
  ],
  $filter: [
    "name eq 'account gwen 0'",
    "contains(name,'a')",
    `accountid eq ${row}`,
    'creditlimit gt 1e308',
    'creditlimit gt 1e999',
    'rating lt -1e400',
    'numberofemployees eq 99999999999999999999',
    "name in ('a','b')",
    'name eq null',
    'primarycontactid/fullname ne null',
    `createdon gt ${date}`,
    'createdon lt 9999-12-31T23:59:59Z',
    'account_territories/any(t:t/name eq null)',
    'account_competitors/all(c:c/account_competitors/any())',
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=3)",
    "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
    "Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=[\"a\\ud800\",'b'])",
    "Microsoft.Dynamics.CRM.Between(PropertyName='creditlimit',PropertyValues=['1','2'])",
    "contains(name,'[z-A]')",
    "contains(name,'[ß-ẞ]')",
    "contains(name,'[[]')",
    "contains(name,'%[a-')",
    "startswith(name,'[^%_]')",
    "endswith(name,'\\')",
    'name eq @p',
    'not not name eq 1',
    '((((',
    'and',
    "name eq 'x",
    `${'('.repeat(60)}name eq 'a'`,
    `${'not '.repeat(60)}name eq 'a'`,
    "substringof('a',name)",
    'year(createdon) eq 2024',
    'true',
    'x/y/z eq 1',
    `_ownerid_value eq ${none}`,
    'birthdate ge 1753-01-01',
    'birthdate eq 0001-01-01',
    'statecode eq 0',
    'donotemail eq true',
    'donotemail eq 1',
    "LogicalName eq 'account'",
    'name eq name',
    'name ge fullname',
    'creditlimit lt rating',
  ],
  $orderby: [
    'name',
    'name desc',
    'name,createdon desc,accountid',
    'nothing',
    '',
    'name asc,name',
    'rating desc,creditlimit,lastvisit,donotemail',
    'a/b',
    'name DESC',
  ],
  $expand: [
    'primarycontactid',
    'primarycontactid($select=fullname)',
    'ownerid',
    'objectid_account($expand=primarycontactid($select=fullname))',
    'account_territories',
    '*',
    '((',
    'primarycontactid/$ref',
    'Attributes',
    'Attributes,Attributes',
    'Attributes($select=LogicalName)',
    'primarycontactid($filter=x)',
  ],
  $top: ['1', '0', '-1', '5001', '1e3', '99999999999999999999', ' 2', '', '٣'],
  $count: ['true', 'false', 'TRUE', '', '1'],
  $skip: ['1'],
  $apply: ['aggregate($count as n)'],
  $search: ['x'],
  $format: ['json', 'xml'],
  $skiptoken: ['', 'x', 'a.b', '<cookie pagenumber="2"/>', 'e30.e30', '.', 'bnVsbA.AAAA'],
  $deltatoken: ['', 'x', 'a.b', '919042%2108%2f22%2f2017', 'e30.e30'],
  $id: [`accounts(${row})`, 'x', `https://evil.test/accounts(${row})`],
  savedQuery: [none, 'x', ''],
  userQuery: [none],
  fetchXml: ['<fetch><entity name="account"/></fetch>', '<'],
  '@p': ["'x'", '@p', "['a'", '', '1,2'],
  $Filter: ['x'],
  api_version: ['9.2'],
};
const option = fc
  .constantFrom(...Object.keys(values))
  .chain((name) =>
    fc.tuple(fc.constant(name), fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...(values[name] ?? [''])) }, broken)),
  );

/** Encoded as a client does it, or not at all. */
export const query = fc
  .tuple(
    fc.oneof(fc.array(option, { maxLength: 1 }), fc.array(option, { maxLength: 4 })),
    fc.constantFrom('encoded', 'encoded', 'encoded', 'encoded', 'raw', 'joined'),
    sometimes(broken, 10),
  )
  .map(([options, form, end]) => {
    const encode = (text: string): string => (form === 'raw' ? text : encodeURIComponent(text.toWellFormed()));
    const parts = options.map(([name, value]) => `${name}=${encode(value)}`);
    return parts.length === 0 && end === null ? '' : `?${parts.join(form === 'joined' ? ';' : '&')}${end ?? ''}`;
  });

const latin = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const header = (...known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, latin);
export const headers = fc.dictionary(
  fc.constantFrom(
    'prefer',
    'if-match',
    'if-none-match',
    'content-type',
    'accept',
    'mscrm.suppressduplicatedetection',
    'mscrmcallerid',
    'odata-version',
    'odata-maxversion',
    'origin',
    'x-forwarded-for',
    'consistency',
  ),
  fc.oneof(
    header(
      'odata.maxpagesize=2',
      'odata.maxpagesize=0',
      'odata.maxpagesize=99999999999',
      'odata.track-changes',
      'odata.track-changes,odata.maxpagesize=1',
      'return=representation',
      'odata.include-annotations="*"',
      'respond-async',
      'a="',
      ';;,=,',
    ),
    header('*', 'W/"1"', 'W/"99999999999999999999"', '"x"', 'null', 'W/', '*, W/"1"'),
    header(
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'multipart/mixed; boundary=b',
      'multipart/mixed',
      'application/xml',
      '*/*',
      'text/html',
      'false',
      'true',
      '4.0',
      '4.01',
      '9.9',
      'http://evil.test',
      'application/json;odata.metadata=full',
    ),
  ),
  { maxKeys: 4 },
);

export const readMethods = ['GET', 'GET', 'GET', 'HEAD', 'OPTIONS'] as const;
export const allMethods = [...readMethods, 'POST', 'PATCH', 'PUT', 'DELETE', 'PROPFIND', 'get', 'X'] as const;
