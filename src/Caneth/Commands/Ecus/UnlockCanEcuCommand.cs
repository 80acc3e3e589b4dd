using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Unlocks a level of security of a control unit: asks for a seed, and sends the key that belongs to it.</summary>
[Cmdlet(VerbsCommon.Unlock, "CanEcu", SupportsShouldProcess = true)]
[OutputType(typeof(UdsClient))]
public sealed class UnlockCanEcuCommand : EcuCmdlet
{
    private const int MaxLevel = 0x7D;

    /// <summary>The level: the odd number under which its seed is asked for.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, MaxLevel)]
    public int Level { get; set; } = 1;

    /// <summary>Makes the key: a script block that is given the seed as bytes and the level, and emits bytes. Or the key itself.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public object Key { get; set; } = string.Empty;

    /// <summary>Emits the control unit.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Level % 2 == 0)
        {
            Fail<object>(CanErrors.LevelOfKey(Level));
        }

        var ecu = Resolve();
        if (ShouldProcess(ecu.Name, $"Unlock level {Level}")
            && TryAsk(ecu, Level, end => UdsServices.AskSeedAsync(ecu, Level, end), out var response) && Unlock(ecu, response!) && PassThru)
        {
            WriteObject(ecu);
        }
    }

    private bool Unlock(UdsClient ecu, UdsMessage response)
    {
        if (response.SubFunction is { } answered && answered != Level)
        {
            WriteWarning(EcuMessages.OtherLevel(ecu, Level, answered));
        }

        if (UdsServices.SeedOf(response) is not { } seed)
        {
            WriteVerbose(EcuMessages.AlreadyUnlocked(ecu, Level));
            return true;
        }

        return KeyFor(ecu, seed) is { } key && TryAsk(ecu, Level, end => ecu.SendKeyAsync(Level, key, end));
    }

    /// <summary>The key for a seed; null after an error.</summary>
    private byte[]? KeyFor(UdsClient ecu, MessageData seed)
    {
        try
        {
            var key = DataConverter.ReadBytes(Argument.ValueOf(Key) is ScriptBlock script ? Result(script, seed) : Key);
            return key.Length > 0 ? key : throw EcuMessages.NoKey();
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure) || failure is RuntimeException and not PipelineStoppedException)
        {
            WriteError(CanErrors.KeyScriptFailed(ecu, failure));
            return null;
        }
    }

    // A single text in hex, or an array that was not unrolled, is the key; all else is its bytes.
    private object Result(ScriptBlock script, MessageData seed)
    {
        var emitted = script.Invoke(seed.ToArray(), Level);
        return emitted is [{ BaseObject: System.Collections.IEnumerable } single] ? single : emitted;
    }
}
