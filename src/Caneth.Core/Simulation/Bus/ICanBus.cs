namespace Caneth.Simulation;

/// <summary>
/// The simulated bus, as those see it who put frames on it. All members may be used by several threads at once.
/// </summary>
public interface ICanBus
{
    /// <summary>The clock of the simulation.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>How many clients receive the frames of the bus now.</summary>
    int Clients { get; }

    /// <summary>What goes wrong, for control units that play their part of it; null where nothing ever does.</summary>
    SimulatorFaults? Faults => null;

    /// <summary>
    /// Puts frames on the bus: every client gets them, in this order and with nothing in between. A client whose buffer in
    /// the gateway is full loses them, which is counted.
    /// </summary>
    /// <param name="frames">Classic data and remote frames.</param>
    /// <exception cref="ArgumentException">One of the frames is none that the gateway's wire carries; none was sent.</exception>
    void Send(ReadOnlySpan<CanFrame> frames);

    /// <summary>
    /// Puts frames on the bus as fast as the clients take them. It waits where a real bus would not: for the first client,
    /// and for each of them to have room.
    /// </summary>
    /// <param name="frames">Classic data and remote frames; not to be changed before the task is done.</param>
    /// <param name="cancellationToken">Ends the waiting; the frames until then are sent.</param>
    /// <returns>A task that is done when every client's buffer has the frames.</returns>
    /// <exception cref="ArgumentException">
    /// One of the frames is none that the gateway's wire carries; those before it may be sent.
    /// </exception>
    ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken);

    /// <summary>Waits until all that was put on the bus is with the operating system, or its client is gone.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that is done then.</returns>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Waits until a number of clients receive the frames of the bus.</summary>
    /// <param name="count">How many, at least.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that is done then.</returns>
    Task WaitForClientsAsync(int count, CancellationToken cancellationToken);
}
