namespace Caneth.Diagnostics.Channels;

/// <summary>A node of J1939 that was heard: by what it claims, or by what it sends.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class J1939NodeInfo
{
    internal J1939NodeInfo(string device, byte address, J1939Name? name, long frames, bool isOwn) =>
        (Device, Address, Name, Frames, IsOwn) = (device, address, name, frames, isOwn);

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>Its address; 254 where it says that it has none.</summary>
    public byte Address { get; }

    /// <summary>Its NAME; null where it sends and claims nothing.</summary>
    public J1939Name? Name { get; }

    /// <summary>What its function is called, as far as all industries share it; null for others, and where it has no NAME.</summary>
    public string? FunctionName => Name?.FunctionName;

    /// <summary>What it does: 0 for an engine, 129 for a tester; null where it has no NAME, as of all that follow.</summary>
    public int? Function => Name?.Function;

    /// <summary>Which of several of the same function.</summary>
    public int? FunctionInstance => Name?.FunctionInstance;

    /// <summary>Which of several control units that do one thing together.</summary>
    public int? EcuInstance => Name?.EcuInstance;

    /// <summary>What part of the vehicle it belongs to.</summary>
    public int? VehicleSystem => Name?.VehicleSystem;

    /// <summary>Which of several such parts.</summary>
    public int? VehicleSystemInstance => Name?.VehicleSystemInstance;

    /// <summary>What kind of vehicle: 0 for all, 1 for on-highway, 2 for agriculture, 3 for construction, 4 for marine, 5 for industry.</summary>
    public int? IndustryGroup => Name?.IndustryGroup;

    /// <summary>Who made it.</summary>
    public int? ManufacturerCode => Name?.ManufacturerCode;

    /// <summary>The number that the manufacturer gave it.</summary>
    public int? IdentityNumber => Name?.IdentityNumber;

    /// <summary>Whether it takes another address where the one it wants is another's.</summary>
    public bool? ArbitraryAddressCapable => Name?.ArbitraryAddressCapable;

    /// <summary>How many frames of it came while it was listened to.</summary>
    public long Frames { get; }

    /// <summary>Whether it is the node of this program.</summary>
    public bool IsOwn { get; }

    /// <summary>Its address and its NAME.</summary>
    /// <returns><c>0x00: 10000000534004D2 (Engine)</c></returns>
    public override string ToString() => $"0x{Address:X2}{(Name is { } name ? $": {name}" : "")}{(FunctionName is { } function ? $" ({function})" : "")}";
}
