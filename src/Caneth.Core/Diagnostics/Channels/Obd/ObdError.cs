namespace Caneth.Diagnostics.Channels;

/// <summary>Why OBD-II did not give what it was asked for.</summary>
public enum ObdError
{
    /// <summary>No control unit answered at all.</summary>
    NoUnit,

    /// <summary>No control unit says that it has it.</summary>
    NotSupported,

    /// <summary>A control unit says that it has it, and did not give it.</summary>
    NoValue,

    /// <summary>A control unit gave something else than it has to.</summary>
    InvalidResponse,
}
