namespace Caneth.Simulation;

/// <summary>Which numbers a fault takes, and what they are by themselves.</summary>
internal sealed class FaultRule
{
    // In the order of the enumeration.
    private static readonly FaultRule[] Rules =
    [
        new("The first frames of each burst from a client vanish.", 1, 1),
        new("A received segment that is not a multiple of 13 bytes long is discarded whole."),
        new("Connections are reset after so many frames; 0: at once.", 0, 0),
        new("Connections fall silent for ever after so many frames; 0: at once.", 0, 0),
        new("Nothing more is read, so the sends of clients stand still."),
        new("So many random bytes between frames, after every so many frames.", 5, 1, 1024, every: 100),
        new("An extra frame with reserved bits after every n-th frame.", 100, 1),
        new("An extra frame with a DLC of 9 to 15 after every n-th frame.", 100, 1),
        new("The unused bytes of every n-th frame are not zero.", 1, 1),
        new("A new client gets so many frames from before it came.", 10, 1, SimulatedBus.HistoryLength),
        new("Writes are torn into pieces of at most so many bytes.", 20, 1),
        new("New clients read 'Sorry,Limited' and are disconnected."),
        new("Connections are closed in an orderly way after so many frames; 0: at once.", 0, 0),
        new("Each client first gets a registration packet of N bytes: 6 is a MAC address, else text.", 6, 1, ClientGreeting.MaxLength),
        new("A registration packet of N bytes stands in front of every write: 6 is a MAC address, else text.", 6, 1, ClientGreeting.MaxLength),
        new("A heartbeat of N bytes of text after every M frames, in a write of its own.", 9, 1, ClientGreeting.MaxLength, every: 20),
        new("Everything is written in pieces of at most N bytes, 1 ms apart.", 1, 1),
        new("New clients read an HTTP answer and are disconnected."),
        new("New clients read the banner of an SSH server, and nothing more."),
        new("New clients are disconnected without a word."),
        new("The host name is localhost, and its address ::1 never answers."),
    ];

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
        : $"{Description} Its value is a number from {least} to {most}, {value} by itself"
            + (TakesEvery ? $", and a number of frames after a slash, {every} by itself: {value}/{every}." : ".");

    public static FaultRule Of(SimulatorFault fault) => Enum.IsDefined(fault)
        ? Rules[(int)fault]
        : throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault.");

    public int CheckValue(int? wanted) => wanted is not { } number ? value
        : TakesValue && number >= least && number <= most ? number
        : throw new ArgumentOutOfRangeException(nameof(wanted), number, Forms);

    public int CheckEvery(int? wanted) => wanted is not { } number ? Math.Max(1, every)
        : TakesEvery && number >= 1 ? number
        : throw new ArgumentOutOfRangeException(nameof(wanted), number, Forms);
}
