namespace Caneth.Testing;

/// <summary>Two captures of a made-up car: in the second somebody presses a button now and then, which sets one bit.</summary>
/// <param name="Quiet">The first capture, 20 s.</param>
/// <param name="Pressed">The second capture, 10 s, in which it is pressed three times.</param>
/// <param name="Id">The id that has the bit.</param>
/// <param name="Bit">The bit, as a DBC file counts.</param>
public sealed record HiddenButton(CanFrame[] Quiet, CanFrame[] Pressed, uint Id, int Bit)
{
    /// <summary>Makes one.</summary>
    /// <param name="seed">The same for the same number.</param>
    public static HiddenButton Make(int seed)
    {
        const double Quiet = 20;
        var car = new MadeUpCar(seed);
        var (id, bit) = car.HideSwitch(time => time > Quiet && (time - Quiet) % 3 is > 1.1 and < 2.3);
        return new(car.Drive(Quiet), car.Drive(10, Quiet), id, bit);
    }
}
