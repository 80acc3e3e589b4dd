using System.Diagnostics.CodeAnalysis;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Asks all control units of a vehicle at once by OBD-II (SAE J1979 over ISO 15765-4), with ids of 11 or 29 bits, whichever are answered, and gives
/// each answer with the control unit that it came from. One request at a time; others wait. All members are safe for all threads.
/// </summary>
/// <remarks>Between requests it does nothing and holds nothing, so there is nothing to be closed.</remarks>
/// <example>
/// <code>
/// var car = new ObdClient(session);
/// foreach (ObdValue value in (await car.ReadAsync([ObdParameter.All.First(parameter => parameter.Name == "EngineSpeed")])).Items)
/// {
///     Console.WriteLine(value);
/// }
/// </code>
/// </example>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose handle nobody asked for has nothing in it to be disposed of.")]
public sealed class ObdClient
{
    private const int MostParameters = 6;
    private const int ShortIds = 11;
    private const int LongIds = 29;

    // Those of 11 bits first, as ISO 15765-4 has it.
    private static readonly int[] Kinds = [ShortIds, LongIds];

    // How long a frame waits while none of the session leaves at all: a connection that takes nothing is none.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CanSession session;
    private readonly FrameSender sender;
    private IReadOnlyList<ObdUnit> units = [];
    private long foundAt;

    /// <summary>Nothing is sent yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">Whom is asked, and how long is waited; null for the usual way.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ObdClient(CanSession session, ObdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        Options = options ?? new();
        Options.Validate();
        this.session = session;
        sender = session.CreateSender(new() { StallTimeout = StallTimeout, SendAtMostOnce = true, WriteAtOnce = true });
    }

    /// <summary>Whom is asked, and how long is waited.</summary>
    public ObdOptions Options { get; }

    /// <summary>The name of the session.</summary>
    public string Device => session.Name;

    /// <summary>The control units that were found last; none before.</summary>
    public IReadOnlyList<ObdUnit> Units => Volatile.Read(ref units);

    /// <summary>How many values are asked for in one request: 6, or 1 where the vehicle turned out to answer no more.</summary>
    internal int MostAtOnce { get; set; } = MostParameters;

    /// <summary>Looks for control units, and asks them for the PIDs that they have.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that answer.</returns>
    /// <exception cref="ObdException">Nobody answers.</exception>
    /// <exception cref="IsoTpException">There is no connection, or it was lost.</exception>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<ObdUnit>> FindAsync(CancellationToken cancellationToken = default)
    {
        MostAtOnce = MostParameters;
        foundAt = session.Reconnects;
        foreach (var bits in Kinds.Where(bits => Options.Bits is null || Options.Bits == bits))
        {
            var isExtended = bits == LongIds;
            var found = new Dictionary<uint, ObdUnit>();
            await AddSupportAsync(0, isExtended, found, cancellationToken).ConfigureAwait(false);
            foreach (var mask in SupportedPids.Masks.Skip(1).TakeWhile(mask => found.Values.Any(unit => unit.Has(mask))))
            {
                await AddSupportAsync(mask, isExtended, found, cancellationToken).ConfigureAwait(false);
            }

            if (found.Count > 0)
            {
                Volatile.Write(ref units, [.. found.Values.OrderBy(unit => unit.Address.ReceiveId)]);
                return units;
            }
        }

        Volatile.Write(ref units, []);
        throw ObdMessages.NoUnit(session, Options);
    }

    /// <summary>Asks all control units for something, and waits for their answers.</summary>
    /// <param name="request">The service and what belongs to it, 1 to 7 bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What each of them answered; of one that did not answer in time nothing.</returns>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<ObdResult<UdsMessage>> RequestAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        Option.RequireRange(request.Length, nameof(request), 1, 7, " bytes");
        var known = await UnitsAsync(cancellationToken).ConfigureAwait(false);
        var responses = await AskAllAsync(request.ToArray(), known[0].Address.ReceiveExtended,
            answers => known.All(unit => answers.Any(answer => answer.Address == unit.Address)), cancellationToken).ConfigureAwait(false);
        return new([.. responses.Select(response => response.Message).OfType<UdsMessage>()], [.. responses.Select(response => response.Failure).OfType<Exception>()]);
    }

    /// <summary>Asks one control unit for something, and waits for the answer.</summary>
    /// <param name="unit">The control unit.</param>
    /// <param name="request">The service and what belongs to it, 1 to 7 bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="UdsException">The control unit refused it.</exception>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<UdsMessage> RequestAsync(ObdUnit unit, ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Option.RequireRange(request.Length, nameof(request), 1, 7, " bytes");
        var responses = await AskOneAsync(unit, request.ToArray(), static answers => answers.Count > 0, cancellationToken).ConfigureAwait(false);
        var answered = responses.FirstOrDefault(response => response.Message is not null);
        return answered.Message ?? throw (responses.Count > 0 ? responses[0].Failure!
            : ObdMessages.NoResponse(unit, UdsMessage.Decode(new MessageData(request.Span)), Options));
    }

    /// <summary>The control units; looks for them where that was not done since the session was connected.</summary>
    internal async Task<IReadOnlyList<ObdUnit>> UnitsAsync(CancellationToken cancellationToken) =>
        Units.Count > 0 && foundAt == session.Reconnects ? Units : await FindAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Asks all control units for something.</summary>
    internal Task<IReadOnlyList<ObdResponse>> AskAllAsync(
        byte[] request, bool isExtended, Func<IReadOnlyList<ObdResponse>, bool>? isEnough, CancellationToken cancellationToken) =>
        AskAsync(request, ObdAddresses.Functional(isExtended), ObdAddresses.Replies(isExtended), isEnough, cancellationToken);

    /// <summary>Asks one control unit for something.</summary>
    internal Task<IReadOnlyList<ObdResponse>> AskOneAsync(
        ObdUnit unit, byte[] request, Func<IReadOnlyList<ObdResponse>, bool> isEnough, CancellationToken cancellationToken) =>
        AskAsync(request, unit.Address, FrameFilter.ForId(unit.Address.ReceiveId), isEnough, cancellationToken);

    private async Task<IReadOnlyList<ObdResponse>> AskAsync(
        byte[] request, IsoTpAddress to, FrameFilter replies, Func<IReadOnlyList<ObdResponse>, bool>? isEnough, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await new ObdExchange(session, sender, Options, request).RunAsync(to, replies, isEnough, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Asks for a mask of PIDs: the first of whoever is there, the others of those that have it.</summary>
    private async Task AddSupportAsync(byte mask, bool isExtended, Dictionary<uint, ObdUnit> found, CancellationToken cancellationToken)
    {
        var asked = mask == 0 ? null : found.Values.Where(unit => unit.Has(mask)).ToList();
        var responses = await AskAllAsync([(byte)UdsService.CurrentData, mask], isExtended,
            asked is null ? null : answers => asked.All(unit => answers.Any(answer => answer.Address == unit.Address)), cancellationToken).ConfigureAwait(false);
        foreach (var response in responses)
        {
            foreach (var (pid, bits) in response.Message is { } answer ? ObdAnswer.Values(answer.Data, [mask]) : [])
            {
                if (!found.TryGetValue(response.Address.ReceiveId, out var unit))
                {
                    found.Add(response.Address.ReceiveId, unit = new(session.Name, response.Address));
                }

                unit.Add(pid, bits);
            }
        }
    }
}
