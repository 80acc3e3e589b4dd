namespace Caneth.Diagnostics;

/// <summary>What identifiers of data hold that are the same in every control unit (ISO 14229-1, annex C), in own words.</summary>
public static class DataIdentifiers
{
    private static readonly SortedDictionary<ushort, string> Names = new()
    {
        [0xF180] = "BootSoftware",
        [0xF181] = "ApplicationSoftware",
        [0xF182] = "ApplicationData",
        [0xF183] = "BootSoftwareFingerprint",
        [0xF184] = "ApplicationSoftwareFingerprint",
        [0xF185] = "ApplicationDataFingerprint",
        [0xF186] = "ActiveSession",
        [0xF187] = "SparePartNumber",
        [0xF188] = "SoftwareNumber",
        [0xF189] = "SoftwareVersion",
        [0xF18A] = "Supplier",
        [0xF18B] = "ManufacturingDate",
        [0xF18C] = "SerialNumber",
        [0xF18D] = "FunctionalUnits",
        [0xF18E] = "KitPartNumber",
        [0xF190] = "Vin",
        [0xF191] = "HardwareNumber",
        [0xF192] = "SupplierHardwareNumber",
        [0xF193] = "SupplierHardwareVersion",
        [0xF194] = "SupplierSoftwareNumber",
        [0xF195] = "SupplierSoftwareVersion",
        [0xF196] = "TypeApproval",
        [0xF197] = "SystemName",
        [0xF198] = "TesterSerialNumber",
        [0xF199] = "ProgrammingDate",
        [0xF19A] = "CalibrationShop",
        [0xF19B] = "CalibrationDate",
        [0xF19C] = "CalibrationSoftware",
        [0xF19D] = "InstallationDate",
        [0xF19E] = "OdxFile",
        [0xF19F] = "Entity",
    };

    /// <summary>All that have a name, in their order.</summary>
    public static IReadOnlyCollection<ushort> All => Names.Keys;

    /// <summary>What an identifier holds: <c>Vin</c> for F190.</summary>
    /// <param name="identifier">Any identifier.</param>
    /// <returns>Its name; null where that is for the maker to say.</returns>
    public static string? NameOf(ushort identifier) => Names.GetValueOrDefault(identifier);

    /// <summary>The identifier of a name, whatever its case.</summary>
    /// <param name="name">The name, such as <c>Vin</c>.</param>
    /// <param name="identifier">The identifier.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGet(string name, out ushort identifier)
    {
        foreach (var (known, knownName) in Names)
        {
            if (knownName.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                identifier = known;
                return true;
            }
        }

        identifier = 0;
        return false;
    }
}
