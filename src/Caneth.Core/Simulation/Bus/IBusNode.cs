namespace Caneth.Simulation;

/// <summary>Whoever is on the bus and answers what comes. It has no clock and no thread; whoever holds it tells it the time.</summary>
internal interface IBusNode
{
    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    TimeSpan? Due { get; }

    /// <summary>Takes a frame of the bus, whichever.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="vehicle">What the vehicle is doing.</param>
    /// <param name="now">The time.</param>
    /// <param name="bus">The bus, to answer on.</param>
    /// <returns>Whether it took the frame.</returns>
    bool OnFrame(in CanFrame frame, VehicleState vehicle, TimeSpan now, ICanBus bus);

    /// <summary>Does what is due.</summary>
    /// <param name="vehicle">What the vehicle is doing.</param>
    /// <param name="now">The time.</param>
    /// <param name="bus">The bus, to answer on.</param>
    void OnTime(VehicleState vehicle, TimeSpan now, ICanBus bus);
}
