#Requires -Version 7.6

<#
.SYNOPSIS
    A test that a build server runs: no gateway, no car, and an exit status.
.DESCRIPTION
    What is tested is a function that reads the engine speed. The simulator stands in for the gateway and the car, and misbehaves
    on request. Exit status: 0 when every check passed, 1 otherwise.
.EXAMPLE
    pwsh -File ./test-without-hardware.ps1
#>
[CmdletBinding()]
param(
    # A gateway with a car behind it; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

# What is tested. In a project of your own it comes from there.
function Get-EngineSpeed {
    param($Device)

    $reply = Request-CanFrame 0x7E0 '02 01 0C' -ReplyId 0x7E8 -ReplyData '04 41 0C' -Timeout 2 -Retry 3 -Device $Device
    [int] (($reply.Data[3] * 256 + $reply.Data[4]) / 4)
}

$failures = 0
function Test-Promise {
    param([string] $Promise, [scriptblock] $Check)

    $kept = & $Check
    Write-Host "$($kept ? 'passed' : 'FAILED')  $Promise"
    $script:failures += $kept ? 0 : 1
}

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    Test-Promise 'The engine runs at a speed that an engine can have' {
        (Get-EngineSpeed $device) -in 500..7000
    }
    if ($simulator) {
        $simulator | Set-CanSimulator -Fault 'Split=12'
        Test-Promise 'It is read from replies that the network tears apart' {
            (Get-EngineSpeed $device) -in 500..7000
        }
        Test-Promise 'Nothing was lost on the way' {
            $device.BytesSkipped -eq 0 -and $device.FramesDropped -eq 0
        }
    }
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
exit ($failures ? 1 : 0)
