#Requires -Version 7.6

<#
.SYNOPSIS
    Programs a control unit, checks what it holds then, and restarts it.
.DESCRIPTION
    Changes to the programming session, unlocks the control unit, erases its memory, sends the image in blocks, has the control unit check it,
    reads it back, compares, and restarts. It asks before it erases. Which routines there are, how memory is laid out and how keys are made its maker
    says; this is how the simulated car wants it.
.EXAMPLE
    ./flash-a-control-unit.ps1

    Programs the engine of a simulated car with 4,000 bytes.
.EXAMPLE
    ./flash-a-control-unit.ps1 192.168.0.7 -Request 7E2 -Image (Get-Content app.bin -AsByteStream -Raw) -Key { param($seed) Get-MyKey $seed }

    Programs a control unit behind a gateway.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001,
    # The id with which the control unit is asked.
    [string] $Request = '7E0',
    # What it is to hold.
    [byte[]] $Image = (1..200) * 20,
    # From where on.
    [uint] $Address = 0x1000,
    # Makes the key of a seed.
    [scriptblock] $Key = { param($seed) [array]::Reverse($seed); $seed.ForEach{ $_ -bxor 0xA5 } }
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

if (-not $PSCmdlet.ShouldProcess("the control unit $Request", "Erase its memory and program $($Image.Length) bytes")) {
    return
}

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    $unit = Connect-CanEcu $Request -Device $device
    Set-CanEcuSession Programming -KeepAlive -Ecu $unit
    Unlock-CanEcu -Level 1 -Key $Key -Ecu $unit
    $clock = [System.Diagnostics.Stopwatch]::StartNew()

    # The control unit asks for patience until all is erased, which is waited for.
    $null = Invoke-CanEcuRoutine FF00 -Start -Ecu $unit
    Send-CanEcuData $Address -Data $Image -Ecu $unit -Confirm:$false
    $check = Invoke-CanEcuRoutine FF01 -Start -Ecu $unit
    if ($check.Data[4] -ne 0) {
        throw "The control unit does not take what it was given: $($check.Text)"
    }

    [byte[]] $held = (Read-CanEcuMemory $Address $Image.Length -Ecu $unit).Data
    if ([convert]::ToHexString($held) -ne [convert]::ToHexString($Image)) {
        throw 'The control unit holds something else than what was sent.'
    }

    Restart-CanEcu -Wait -Ecu $unit
    [pscustomobject] @{ Request = $unit.Request; Bytes = $held.Length; Seconds = $clock.Elapsed.TotalSeconds; Session = $unit.Session }
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
