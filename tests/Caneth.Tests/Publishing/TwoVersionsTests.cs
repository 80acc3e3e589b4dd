using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>Another module of the shell has an older MQTTnet, where every assembly of the shell would find it: the satellite has its own.</summary>
public sealed class TwoVersionsTests : IDisposable
{
    private readonly Shell shell = new();
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        shell.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Two_versions_of_MQTTnet_are_in_one_shell_and_both_work()
    {
        using var mosquitto = await BrokerProgram.StartMosquittoAsync();
        var older = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(OlderVersion()));
        Assert.Equal("MQTTnet, Version=4.3.0.0, Culture=neutral, PublicKeyToken=null", older.FullName);
        Assert.Same(older, Assembly.Load("MQTTnet"));

        var connector = shell.Run<IBrokerConnector>("[Caneth.Satellites.Satellite]::Create[Caneth.Publishing.IBrokerConnector]('Caneth.Mqtt')").Single();
        await using var connection = await connector.ConnectAsync(BrokerOptions.FromUri($"mqtt://127.0.0.1:{mosquitto.Port}"), Ending);
        Assert.Equal(BrokerReceipt.Unread, await connection.PublishAsync("can/v1/bench/frames", new byte[] { 1 }, "key", Ending));
        Assert.Equal("the older one", Activator.CreateInstance(older.GetType("MQTTnet.MqttFactory", throwOnError: true)!)!.ToString());
        Assert.Equal([4, 5], shell.Run<int>("""
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName() } | Where-Object Name -EQ MQTTnet |
                ForEach-Object { $_.Version.Major } | Sort-Object
            """));
    }

    /// <summary>An assembly of that name and an older version, with the type that is first asked for in such a version.</summary>
    private static byte[] OlderVersion()
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("MQTTnet") { Version = new(4, 3, 0, 0) }, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("MQTTnet").DefineType("MQTTnet.MqttFactory", TypeAttributes.Public);
        var text = type.DefineMethod(nameof(ToString), MethodAttributes.Public | MethodAttributes.Virtual, typeof(string), []).GetILGenerator();
        text.Emit(OpCodes.Ldstr, "the older one");
        text.Emit(OpCodes.Ret);
        type.CreateType();
        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        return bytes.ToArray();
    }
}
