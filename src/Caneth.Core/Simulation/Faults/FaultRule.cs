namespace Caneth.Simulation;

/// <summary>Which numbers a fault takes, and what they are by default.</summary>
internal sealed class FaultRule
{
    private static readonly FaultRule[] Rules = [.. Enum.GetValues<SimulatorFault>().Select(Create)];

    private readonly int value;
    private readonly int least;
    private readonly int most;
    private readonly int every;

    private FaultRule(string description) => Description = description;

    private FaultRule(string description, int value, int least, int most = int.MaxValue, int every = 0)
        : this(description)
    {
        (this.value, this.least, this.most, this.every) = (value, least, most, every);
        TakesValue = true;
        TakesEvery = every > 0;
    }

    public string Description { get; }

    public bool TakesValue { get; }

    public bool TakesEvery { get; }

    /// <summary>How the fault is written, for messages.</summary>
    public string Forms => !TakesValue
        ? "It takes no value."
        : $"{Description} N is a number from {least} to {most} (default {value})"
            + (TakesEvery ? $", M a number of frames after a slash (default {every}): {value}/{every}." : ".");

    public static FaultRule Of(SimulatorFault fault) => Enum.IsDefined(fault)
        ? Rules[(int)fault]
        : throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault.");

    public int CheckValue(int? wanted) => wanted is not { } number ? value
        : TakesValue && number >= least && number <= most ? number
        : throw new ArgumentOutOfRangeException(nameof(wanted), number, Forms);

    public int CheckEvery(int? wanted) => wanted is not { } number ? Math.Max(1, every)
        : TakesEvery && number >= 1 ? number
        : throw new ArgumentOutOfRangeException(nameof(wanted), number, Forms);

    private static FaultRule Create(SimulatorFault fault) => fault switch
    {
        SimulatorFault.DropFirst => new("The first N frames of each burst from a client vanish.", 1, 1),
        SimulatorFault.DiscardUneven => new("A received segment that is not a multiple of 13 bytes long is discarded whole."),
        SimulatorFault.Reset => new("Connections are reset after N frames; 0: at once.", 0, 0),
        SimulatorFault.HalfOpen => new("Connections fall silent, and stay open, after N frames; 0: at once.", 0, 0),
        SimulatorFault.ZeroWindow => new("Nothing more is read, so that clients cannot send any more."),
        SimulatorFault.Garbage => new("N random bytes between frames, after every M frames.", 5, 1, 1024, every: 100),
        SimulatorFault.ReservedBits => new("An extra frame with reserved bits after every N frames.", 100, 1),
        SimulatorFault.LongDlc => new("An extra frame with a DLC of 9 to 15 after every N frames.", 100, 1),
        SimulatorFault.Padding => new("The unused bytes of every N-th frame are not zero.", 1, 1),
        SimulatorFault.Stale => new("A new client first gets N frames from before it came.", 10, 1, SimulatedBus.HistoryLength),
        SimulatorFault.Split => new("Writes are torn into pieces of at most N bytes.", 20, 1),
        SimulatorFault.RefuseClients => new("New clients read 'Sorry,Limited' and are disconnected."),
        SimulatorFault.CloseOrderly => new("Connections are closed in an orderly way after N frames; 0: at once.", 0, 0),
        SimulatorFault.Registration => new(
            "Each client first gets a registration packet of N bytes: 6 is a MAC address, else text.", 6, 1, ClientGreeting.MaxLength),
        SimulatorFault.RegistrationAlways => new(
            "Every write begins with a registration packet of N bytes: 6 is a MAC address, else text.", 6, 1, ClientGreeting.MaxLength),
        SimulatorFault.FreeHeartbeat => new(
            "A heartbeat of N bytes of text after every M frames, in a write of its own.", 9, 1, ClientGreeting.MaxLength, every: 20),
        SimulatorFault.Drip => new("Everything is written in pieces of at most N bytes, 1 ms apart.", 1, 1),
        SimulatorFault.HttpServer => new("New clients read an HTTP answer and are disconnected."),
        SimulatorFault.SshServer => new("New clients read the banner of an SSH server, and nothing more."),
        SimulatorFault.AcceptThenClose => new("New clients are disconnected without a word."),
        SimulatorFault.DeadAddress => new("The host name is localhost, and its address ::1 never answers."),
        SimulatorFault.EcuSilent => new("Control units answer nothing."),
        SimulatorFault.EcuIgnoresShortFrames => new("Control units ignore frames of fewer than 8 bytes."),
        SimulatorFault.EcuPending => new("Control units ask N times for patience before each answer, 0.4 s apart.", 3, 1, 1000),
        SimulatorFault.EcuBusy => new("Control units refuse N requests as busy, and answer the next.", 1, 1),
        SimulatorFault.EcuAnswersUnasked => new("Control units answer also where no answer is wanted."),
        SimulatorFault.EcuForeignAnswer => new("Before each answer comes one to another request."),
        SimulatorFault.EcuForeignRefusal => new("Before each answer comes a refusal of another service."),
        SimulatorFault.EcuShortRefusal => new("Before each answer come refusals that are too short."),
        SimulatorFault.EcuUnknownFrames => new("Before each answer and in the midst of it come frames of unknown kinds."),
        SimulatorFault.EcuInvalidLengths => new("Before each answer come single frames with lengths that cannot be."),
        SimulatorFault.EcuShortFirstFrame => new("Before each answer comes the first frame of a message that would fit a single one."),
        SimulatorFault.EcuRepeatedFirstFrame => new("The first frame of longer answers comes twice."),
        SimulatorFault.EcuLostFrame => new("The second consecutive frame of longer answers is missing."),
        SimulatorFault.EcuNoFrames => new("Of longer answers nothing comes but the first frame."),
        SimulatorFault.EcuExtraFrame => new("After longer answers comes a consecutive frame too many."),
        SimulatorFault.EcuSlowFrames => new("The frames of longer answers come N milliseconds apart.", 700, 1, 10_000),
        SimulatorFault.EcuHugeAnswer => new("The first frame of longer answers declares 2 GiB."),
        SimulatorFault.EcuNoPadding => new("Control units send frames as short as can be."),
        SimulatorFault.EcuNoFlowControl => new("Control units send no flow control."),
        SimulatorFault.EcuOverflow => new("Control units have no room for longer requests."),
        SimulatorFault.EcuInvalidFlowControl => new("Control units send flow controls with a status that there is not."),
        SimulatorFault.EcuWaits => new("Control units ask N times for patience with longer requests, 0.1 s apart.", 5, 1, 40),
        SimulatorFault.EcuSeparationTime => new("Control units ask for a time between frames: N is the byte STmin.", 20, 0, byte.MaxValue),
        SimulatorFault.EcuRepeatedFlowControl => new("Control units send each flow control twice."),
        SimulatorFault.EcuChangingFlowControl => new("Control units ask for other blocks and times with each flow control."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault."),
    };
}
