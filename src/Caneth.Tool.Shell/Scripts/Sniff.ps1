# What is on the bus as a table that moves, until q; lines where the output is redirected.

param([string] $HostName, [int] $Port, [double] $Timeout, [double] $Duration, [string] $Database, [int] $Changed, [string] $Id)

$ErrorActionPreference = 'Stop'
$options = @{ Changed = [bool] $Changed }
if ($Duration -gt 0) { $options.Duration = $Duration }
if ($Database) { $options.Database = $Database }
if ($Id) { $options.Id = $Id.Split(',') }
try {
    $null = Connect-CanDevice $HostName -Port $Port -Timeout $Timeout
    $null = Watch-CanBus @options
} catch {
    [Console]::Error.WriteLine("caneth: $($_.ErrorDetails?.Message ?? $_)")
    exit 1
}
