# What a satellite must be able to do in a shell that has its library in another version. Ends with an error where it cannot.
param([string] $Manifest, [string] $OlderLibrary)

$ErrorActionPreference = 'Stop'

function Assert {
    param([string] $Promise, $Kept)

    if (-not $Kept) {
        throw "Not so: $Promise"
    }
}

function New-Traffic {
    [Caneth.Satellites.Satellite]::Create[Caneth.Simulation.IBusTraffic]('Caneth.Satellite.Probe')
}

# What the error says to a user; a cmdlet that lets it pass reports the same.
function Get-Failure {
    try {
        New-Traffic
    }
    catch {
        $_.Exception.InnerException.ErrorRecord
    }
}

function Get-Library {
    [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }
}

# Another module came first.
Add-Type -Path $OlderLibrary
Import-Module $Manifest
$null = Start-CanSimulator | Connect-CanDevice
$null = Receive-CanFrame -Count 1
Get-CanSimulator | Stop-CanSimulator
Assert 'nothing of a satellite is loaded before it is used' (
    @(Get-Library).Count -eq 1 -and -not ([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -Like 'Caneth.*'))

# Its library is missing, then damaged, then in order.
$folder = Join-Path (Split-Path $Manifest) 'lib/Caneth.Satellite.Probe'
$library = Join-Path $folder YamlDotNet.dll
Move-Item $library "$library.away"
$failure = Get-Failure
Assert 'what is missing is named' ($failure.FullyQualifiedErrorId -eq 'SatelliteMissing' -and "$failure".Contains($library))
Assert 'and what to do' ($failure.ErrorDetails.RecommendedAction -match 'Install-PSResource Caneth -Reinstall')
Set-Content $library 'no assembly'
$failure = Get-Failure
Assert 'a damaged file is told' ($failure.FullyQualifiedErrorId -eq 'SatelliteNotLoadable' -and "$failure" -match 'YamlDotNet')
Move-Item "$library.away" $library -Force

$traffic = New-Traffic
Assert 'it has its own version, from its own folder' ((Get-Library | Where-Object { $_.GetName().Version.Major -eq 18 }).Location -eq $library)
Assert 'the shell has the other' ([YamlDotNet.Serialization.DeserializerBuilder].Assembly.GetName().Version.Major -eq 16)
$simulator = [Caneth.Simulation.GatewaySimulator]::Start([Caneth.Simulation.SimulatorOptions] @{ Traffic = $traffic })
$null = $simulator | Connect-CanDevice -Name probe
Assert 'it works' ("$((Request-CanFrame 0x123 -ReplyId 0x12B -Device probe).Data)" -eq '12 01 02 03')
Assert 'and so does the other' ([YamlDotNet.Serialization.Deserializer]::new().Deserialize[int[]]('[1, 2]').Count -eq 2)

# A format of logs that a satellite brings: known all the time, missed when a log of it is named, and then loaded.
$parquet = Join-Path (Split-Path $Manifest) 'lib/Caneth.Parquet'
$log = Join-Path $folder drive.parquet
Move-Item $parquet "$parquet.away"
$failure = try { New-CanFrame 0x123 | Export-CanLog $log } catch { $_ }
Assert 'a format that is not there is told' ($failure.FullyQualifiedErrorId -like 'SatelliteMissing*' -and "$failure" -match 'Caneth.Parquet')
Assert 'and leaves nothing' (-not (Get-ChildItem "$log*"))
Move-Item "$parquet.away" $parquet
Assert 'nothing of it is loaded before' (-not ([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'Caneth.Parquet'))
New-CanFrame 0x123 | Export-CanLog $log
Assert 'what was written is read' ((Import-CanLog $log).Id -eq 0x123)
Assert 'by its own context' (@([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'Caneth.Parquet').Count -eq 1)
Remove-Module Caneth
$simulator.DisposeAsync().AsTask().Wait()
'done'
