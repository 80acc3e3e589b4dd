namespace Caneth.Tests.Sessions;

/// <summary>A time of which a hundredth passes, so that a gateway on a busy machine has the time to refuse that a real one has.</summary>
internal sealed class PatientTime : TimeProvider
{
    public override long GetTimestamp() => base.GetTimestamp() / 100;
}
