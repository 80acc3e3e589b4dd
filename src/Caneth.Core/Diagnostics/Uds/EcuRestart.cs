namespace Caneth.Diagnostics;

/// <summary>How a control unit is restarted (ISO 14229-1, ECUReset).</summary>
public enum EcuRestart : byte
{
    /// <summary>As if its supply had been off.</summary>
    Hard = 1,

    /// <summary>As if the ignition had been switched off and on.</summary>
    KeyOffOn = 2,

    /// <summary>Its program alone.</summary>
    Soft = 3,
}
