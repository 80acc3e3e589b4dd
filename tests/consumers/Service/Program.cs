// A hosted service: the host makes the session, hands it to the service, and closes it at the end.

using Caneth.Sessions;
using Caneth.Simulation;
using Consumer.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services
    .AddSingleton(_ => GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() }))
    .AddSingleton(services =>
    {
        var gateway = services.GetRequiredService<GatewaySimulator>();
        return CanSession.Open(new SessionOptions { HostName = gateway.HostName, Port = gateway.Port, Name = "car" });
    })
    .AddHostedService<IndicatorService>();

// A fault of the service stops the host, and is this program's.
Environment.ExitCode = 1;
using var host = builder.Build();
var session = host.Services.GetRequiredService<CanSession>();
await host.RunAsync();
if (session.State != CanSessionState.Closed)
{
    throw new InvalidOperationException($"The host has ended, and the session is {session.State}.");
}
