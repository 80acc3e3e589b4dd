namespace Caneth.Logs.Text;

/// <summary>The properties of <see cref="CanFrame"/>, as the columns of a table or the properties of an object name them.</summary>
internal enum FrameField
{
    /// <summary>Another, which is passed over.</summary>
    Other,

    Timestamp,
    Device,
    Id,
    Dlc,
    Data,

    // From here on flags.
    Extended,
    Remote,
    Error,
    Fd,
    BitRateSwitch,
    ErrorState,
    Transmitted,
}
