using System.Buffers.Binary;

namespace Caneth.Diagnostics.Channels;

/// <summary>The services of UDS that testers need most, each as one call. All others go by <see cref="UdsClient.RequestAsync"/>.</summary>
public static class UdsServices
{
    private const int IdentifierLength = sizeof(ushort);
    private const int MaxLevel = 0x7D;

    /// <summary>Changes the session (10).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="session">1 default, 2 programming, 3 extended, or what its maker has, up to 7F.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when it is changed.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task SetSessionAsync(this UdsClient client, byte session, CancellationToken cancellationToken = default)
    {
        Option.RequireRange<byte>(session, nameof(session), 1, 0x7F);
        await AskAsync(client, UdsService.DiagnosticSessionControl, [session], default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Restarts the control unit (11). It hears nothing for a while, and begins in the default session, locked.</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="kind">1 hard, 2 key off and on, 3 soft, or what its maker has, up to 7F.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when it says that it restarts.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task RestartAsync(this UdsClient client, byte kind, CancellationToken cancellationToken = default)
    {
        Option.RequireRange<byte>(kind, nameof(kind), 1, 0x7F);
        await AskAsync(client, UdsService.EcuReset, [kind], default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the data of an identifier (22).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="identifier">The identifier, such as F190 for the number of the vehicle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its bytes, and what they are as text and as a number.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task<EcuData> ReadDataAsync(this UdsClient client, ushort identifier, CancellationToken cancellationToken = default)
    {
        var response = await AskAsync(client, UdsService.ReadDataByIdentifier, BytesOf(identifier), default, cancellationToken).ConfigureAwait(false);
        var data = Rest(response, 1 + IdentifierLength);
        client.Lengths[identifier] = data.Count;
        return new(client.Name, identifier, data, response.Timestamp);
    }

    /// <summary>Writes the data of an identifier (2E).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="identifier">The identifier.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="cancellationToken">Gives up; it may have been written all the same.</param>
    /// <returns>Ends when it is written.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task WriteDataAsync(
        this UdsClient client, ushort identifier, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        await AskAsync(client, UdsService.WriteDataByIdentifier, BytesOf(identifier), data, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks for the seed of a level (27). Its key is to follow: <see cref="SendKeyAsync"/>.</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="level">The level, an odd number from 1 to 125.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The seed; null where the level is unlocked already, and no key is wanted.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task<MessageData?> RequestSeedAsync(this UdsClient client, int level, CancellationToken cancellationToken = default)
    {
        return SeedOf(await AskSeedAsync(client, level, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Sends the key for the seed that was given last (27).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="level">The level of the seed, an odd number from 1 to 125.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when the level is unlocked.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task SendKeyAsync(this UdsClient client, int level, ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        RequireLevel(level);
        await AskAsync(client, UdsService.SecurityAccess, [(byte)(level + 1)], key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a routine, stops it, or asks for its result (31).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="action">1 start, 2 stop, 3 result.</param>
    /// <param name="routine">The identifier of the routine.</param>
    /// <param name="data">What the routine wants.</param>
    /// <param name="cancellationToken">Gives up; it may have been done all the same.</param>
    /// <returns>What it says of the routine.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task<MessageData> InvokeRoutineAsync(
        this UdsClient client, byte action, ushort routine, ReadOnlyMemory<byte> data = default, CancellationToken cancellationToken = default)
    {
        Option.RequireRange<byte>(action, nameof(action), 1, 3);
        var response = await AskAsync(client, UdsService.RoutineControl, [action, .. BytesOf(routine)], data, cancellationToken).ConfigureAwait(false);
        return Rest(response, 2 + IdentifierLength);
    }

    /// <summary>Asks for the seed of a level, for whoever looks at all that is answered: the level that it names, too.</summary>
    internal static Task<UdsMessage> AskSeedAsync(UdsClient client, int level, CancellationToken cancellationToken)
    {
        RequireLevel(level);
        return AskAsync(client, UdsService.SecurityAccess, [(byte)level], default, cancellationToken);
    }

    /// <summary>The seed of an answer; null where it says that the level is unlocked already.</summary>
    internal static MessageData? SeedOf(UdsMessage response) => UdsState.IsUnlocked(response) ? (MessageData?)null : Rest(response, 2);

    private static void RequireLevel(int level) =>
        Option.Require(level is >= 1 and <= MaxLevel && level % 2 == 1, nameof(level), level, $"an odd number from 1 to {MaxLevel}");

    private static byte[] BytesOf(ushort identifier)
    {
        var bytes = new byte[IdentifierLength];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, identifier);
        return bytes;
    }

    private static MessageData Rest(UdsMessage response, int from) => new(response.Data.AsSpan()[Math.Min(from, response.Data.Count)..]);

    // No request made here asks for silence, so there is an answer.
    private static async Task<UdsMessage> AskAsync(
        UdsClient client, UdsService service, byte[] parameters, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var response = await client.RequestAsync((byte[])[(byte)service, .. parameters, .. data.Span], cancellationToken).ConfigureAwait(false);
        return response!;
    }
}
