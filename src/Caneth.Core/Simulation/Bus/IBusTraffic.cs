using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>What else is on the simulated bus: control units that send of their own accord and answer what clients send.</summary>
public interface IBusTraffic
{
    /// <summary>What the frames mean, or null where nobody says.</summary>
    CanDatabase? Database => null;

    /// <summary>Puts frames on the bus until there is nothing more to say.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="cancellationToken">Cancelled when the simulator ends.</param>
    /// <returns>A task that is done when nothing more will be sent but answers.</returns>
    Task RunAsync(ICanBus bus, CancellationToken cancellationToken);

    /// <summary>Sees a frame that a client sent, when it is on the bus. Calls never overlap and must not block.</summary>
    /// <param name="frame">The frame, with the time when the gateway received it.</param>
    /// <param name="bus">The bus, to answer on.</param>
    void OnFrame(in CanFrame frame, ICanBus bus);
}
