namespace Caneth.Signals;

/// <summary>A counter and no checksum.</summary>
internal sealed class CounterProfile() : ProtectionProfile("Counter", "A counter, and no checksum.", 0)
{
    public override ulong Checksum(in ProtectedFrame frame) => 0;
}
