namespace Caneth.Diagnostics;

/// <summary>Who said something: the device, and the control unit by its name and the id of its answers.</summary>
internal readonly record struct ObdSource(string Device, string Ecu, string HexId);
