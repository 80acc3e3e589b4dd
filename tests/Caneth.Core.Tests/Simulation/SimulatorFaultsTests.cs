using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

public class SimulatorFaultsTests
{
    [Theory]
    [InlineData("HalfOpen", "HalfOpen=0")]
    [InlineData("reset=500", "Reset=500")]
    [InlineData("Garbage", "Garbage=5/100")]
    [InlineData("garbage=7", "Garbage=7/100")]
    [InlineData("Garbage=7/3", "Garbage=7/3")]
    [InlineData("refuseclients", "RefuseClients")]
    [InlineData("Padding=2", "Padding=2")]
    public void A_fault_is_read_as_people_write_it(string text, string written)
    {
        Assert.Equal(written, FaultSetting.Parse(text).ToString());
        Assert.Equal(FaultSetting.Parse(text), FaultSetting.Parse(written));
    }

    [Theory]
    [InlineData("Nonsense", "RefuseClients")]
    [InlineData("3", "HalfOpen")]
    [InlineData("Reset=x", "number")]
    [InlineData("Reset=-1", "0 to")]
    [InlineData("Reset=1/2", "(default 0)")]
    [InlineData("Split=0", "1 to")]
    [InlineData("RefuseClients=1", "takes no value")]
    [InlineData("Garbage=1/0", "slash")]
    [InlineData("Garbage=1/2/3", "slash")]
    public void What_is_no_fault_is_refused_with_what_is_allowed(string text, string hint) =>
        Assert.Contains(hint, Assert.Throws<FormatException>(() => FaultSetting.Parse(text)).Message);

    [Fact]
    public void Every_fault_has_a_name_a_description_and_a_value_of_its_own()
    {
        Assert.Equal(Enum.GetNames<SimulatorFault>(), SimulatorFaults.Names);
        foreach (var name in SimulatorFaults.Names)
        {
            var faults = new SimulatorFaults();
            Assert.NotEmpty(SimulatorFaults.Describe(name));
            faults.Set(name, null);
            Assert.Equal(name, Assert.Single(faults.Active).Fault.ToString());
            Assert.Equal(faults.Active[0], FaultSetting.Parse(faults.ToString()));
            faults.Clear(name);
            Assert.Empty(faults.Active);
        }
    }

    [Fact]
    public void Faults_are_switched_one_by_one()
    {
        var faults = new SimulatorFaults();
        faults.Set("Reset=5");
        faults.Set(SimulatorFault.Garbage, 3, 20);
        faults.Set("Split", "9");
        Assert.Equal("Reset=5, Garbage=3/20, Split=9", faults.ToString());
        faults.Clear("reset");
        Assert.Null(faults[SimulatorFault.Reset]);
        Assert.Equal(9, faults[SimulatorFault.Split]?.Value);
        faults.Clear();
        Assert.Empty(faults.Active);
        Assert.Throws<ArgumentOutOfRangeException>(() => faults.Set(SimulatorFault.ZeroWindow, 3));
        Assert.Throws<FormatException>(() => faults.Clear("nonsense"));
    }
}
