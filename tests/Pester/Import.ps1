# Imports the module under test, fresh: the package that the environment names, or the checkout. Every test file begins with it.
$manifest = $env:CANETH_MANIFEST ? $env:CANETH_MANIFEST : (Join-Path $PSScriptRoot '../../Caneth.psd1')
Remove-Module -Name Caneth -ErrorAction Ignore
Import-Module -Name $manifest -Scope Global -ErrorAction Stop

# Tries again and again, without a pause, until a condition holds.
function Wait-Until {
    param([scriptblock] $Condition, [double] $Timeout = 10)

    $end = [datetime]::UtcNow.AddSeconds($Timeout)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) {
            throw "It took more than $Timeout s until: $Condition"
        }
    }
}

# What clients put on a simulated bus, once there is that much of it.
function Wait-Recorded {
    param($Recording, [int] $Count)

    if (-not $Recording.WaitForAsync($Count).Wait([timespan]::FromSeconds(10))) {
        throw "$($Recording.Count) of $Count frames came."
    }
    $Recording.ToArray()
}

# Ends all that a test started.
function Clear-Bus {
    Get-CanDevice | Disconnect-CanDevice
    Get-CanSimulator | Stop-CanSimulator
}

# Runs another PowerShell like this one. One that is a dotnet tool has no program of its own.
function Invoke-PowerShell {
    $program = [Environment]::ProcessPath
    if ((Split-Path -Path $program -LeafBase) -eq 'dotnet') {
        & $program (Join-Path $PSHOME pwsh.dll) @args
    }
    else {
        & $program @args
    }
}
