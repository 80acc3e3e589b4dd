namespace Caneth.Messages;

/// <summary>How the place of a big-endian (Motorola) signal is told.</summary>
public enum BitNumbering
{
    /// <summary>As DBC files do: by its most significant bit.</summary>
    Dbc,

    /// <summary>As Vector's CANdb++ shows it, too: by its least significant bit, beside the other.</summary>
    Vector,
}
