# What a module must be able to do wherever it was put. Ends with an error where it cannot.
param([string] $Manifest)

$ErrorActionPreference = 'Stop'

function Assert {
    param([string] $Promise, $Kept)

    if (-not $Kept) {
        throw "Not so: $Promise"
    }
}

function Test-Port {
    param([int] $Port)

    try {
        [Net.Sockets.TcpClient]::new('127.0.0.1', $Port).Dispose()
        return $true
    }
    catch [Net.Sockets.SocketException] {
        return $false
    }
}

Import-Module $Manifest
$module = Get-Module Caneth
Assert 'the module is the one that was asked for' ($module.ModuleBase -eq [IO.Path]::GetDirectoryName($Manifest))
$assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Caneth.Core' }
Assert 'its library is the one beside it' ($assembly.Location -eq [IO.Path]::Combine($module.ModuleBase, 'bin', 'Caneth.Core.dll'))

# The main job.
$simulator = Start-CanSimulator
$null = $simulator | Connect-CanDevice -Name car
Assert 'frames come' ((Receive-CanFrame -Count 10).Count -eq 10)
Assert 'a frame is waited for' ((Wait-CanFrame 0x123 -Timeout 10).Id -eq 0x123)
Assert 'a request is answered' ((Request-CanFrame 0x7E0 '02 01 0C' -ReplyId 0x7E8 -Timeout 10).Id -eq 0x7E8)

# Two more runspaces use it at the same time, each on its own.
$use = {
    param($Manifest)

    Import-Module $Manifest
    $null = Start-CanSimulator -Name mine | Connect-CanDevice -Name mine
    $frames = Receive-CanFrame -Count 200
    "$($frames.Count) $((Get-CanDevice).Name) $((Get-CanSimulator).Name)"
    Remove-Module Caneth
}
$shells = 1..2 | ForEach-Object {
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    [powershell]::Create($runspace).AddScript($use).AddArgument($Manifest)
}
$running = $shells | ForEach-Object { $_.BeginInvoke() }
foreach ($index in 0..1) {
    Assert 'two runspaces use it at once' ("$($shells[$index].EndInvoke($running[$index]))" -eq '200 mine mine')
    Assert 'without an error' (-not $shells[$index].HadErrors)
    $shells[$index].Runspace.Dispose()
    $shells[$index].Dispose()
}
Assert 'the first still works' ((Receive-CanFrame -Count 10).Count -eq 10)

# Removed, it leaves nothing.
$port = $simulator.Port
Assert 'the simulator listens' (Test-Port $port)
Remove-Module Caneth
Assert 'the simulator is gone' (-not (Test-Port $port))
Assert 'the commands are gone' (-not (Get-Command -Name '*-Can*' | Where-Object Source -EQ 'Caneth'))
'done'
