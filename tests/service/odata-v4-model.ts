/** A model of OData 4 around what a test gives. */
export function modelOf(schema: string, container: string, around: { readonly references?: string } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  ${around.references ?? ''}
  <edmx:DataServices>
    <Schema Namespace="Shop.Model" Alias="Self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      ${schema}
      <EntityContainer Name="Container">${container}</EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
}

export const vocabularies = `
  <edmx:Reference Uri="https://example.com/core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
  <edmx:Reference Uri="https://example.com/cap.xml"><edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Cap"/></edmx:Reference>
  <edmx:Reference Uri="https://example.com/sap.xml"><edmx:Include Namespace="com.sap.vocabularies.Common.v1" Alias="Common"/></edmx:Reference>
  <edmx:Reference Uri="https://example.com/ui.xml"><edmx:Include Namespace="com.sap.vocabularies.UI.v1" Alias="UI"/></edmx:Reference>`;
