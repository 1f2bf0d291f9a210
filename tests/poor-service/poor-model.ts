/** What the poor service holds, as it describes itself. */
export const poorModel = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">
    <edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
  </edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="Workshop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="Urgency"><Member Name="Low" Value="0"/><Member Name="High" Value="1"/></EnumType>
      <EntityType Name="Customer">
        <Key><PropertyRef Name="Id"/></Key>
        <Property Name="Id" Type="Edm.Int32" Nullable="false"><Annotation Term="Core.Computed"/></Property>
        <Property Name="Name" Type="Edm.String" Nullable="false" MaxLength="100"/>
        <Property Name="City" Type="Edm.String" MaxLength="100"/>
      </EntityType>
      <EntityType Name="Ticket">
        <Key><PropertyRef Name="Id"/></Key>
        <Property Name="Id" Type="Edm.Guid" Nullable="false"/>
        <Property Name="Title" Type="Edm.String" Nullable="false" MaxLength="100"/>
        <Property Name="Note" Type="Edm.String" MaxLength="200"/>
        <Property Name="Urgency" Type="Workshop.Urgency"/>
        <Property Name="Hours" Type="Edm.Decimal" Scale="2"/>
        <Property Name="CustomerId" Type="Edm.Int32"/>
        <NavigationProperty Name="Customer" Type="Workshop.Customer">
          <ReferentialConstraint Property="CustomerId" ReferencedProperty="Id"/>
        </NavigationProperty>
      </EntityType>
      <EntityType Name="TicketPart">
        <Key><PropertyRef Name="TicketId"/><PropertyRef Name="Position"/></Key>
        <Property Name="TicketId" Type="Edm.Guid" Nullable="false"/>
        <Property Name="Position" Type="Edm.Int32" Nullable="false"/>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="Tickets" EntityType="Workshop.Ticket"/>
        <EntitySet Name="Customers" EntityType="Workshop.Customer"/>
        <EntitySet Name="TicketParts" EntityType="Workshop.TicketPart"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
