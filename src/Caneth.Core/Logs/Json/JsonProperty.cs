namespace Caneth.Logs.Json;

/// <summary>The properties of <see cref="CanFrame"/> in an object.</summary>
internal enum JsonProperty
{
    /// <summary>Another, which is passed over.</summary>
    Other,

    Timestamp,
    Device,
    Id,
    Extended,
    Remote,
    Dlc,
    Data,
    Error,
    Fd,
    BitRateSwitch,
    ErrorState,
    Transmitted,
}
