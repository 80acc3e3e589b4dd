# The main job end to end, with a simulated car, each step as a user would type it.

$ErrorActionPreference = 'Stop'

function Show-Step([string] $Why, [string[]] $Commands) {
    "`n# $Why"
    foreach ($command in $Commands) {
        "PS> $command"
        try {
            . ([scriptblock]::Create($command)) | Out-Default
        } catch {
            [Console]::Error.WriteLine("caneth: the demo failed at: $command`ncaneth: $_")
            exit 1
        }
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('caneth-demo-').FullName
Set-Location $folder

. Show-Step 'A gateway with a car on its bus, simulated in this process, and a database that says what its frames mean.' @(
    '$car = Start-CanSimulator; $device = $car | Connect-CanDevice'
    'Receive-CanMessage EngineData -Count 3 | Format-Table Timestamp, EngineSpeed, EngineTorque')
. Show-Step 'Frames are objects in a pipeline.' @(
    'Receive-CanFrame -Count 8')
. Show-Step 'Filter them as everything in PowerShell, and keep them as everything else. Byte 0 of 0x123 is the lamp of the turn indicator.' @(
    'Receive-CanFrame -Duration 1 | Where Id -eq 0x123 | Export-Csv frames.csv'
    'Get-Content frames.csv')
. Show-Step 'Read the file again, and send what is in it.' @(
    'Import-Csv frames.csv | Send-CanFrame'
    '(Get-CanDevice).FramesSent')
. Show-Step 'Wait until the lamp is lit.' @(
    'Wait-CanFrame -Id 0x123 -D0 1 -Timeout 10')
. Show-Step 'Ask the engine for its speed (OBD-II service 01, PID 0C). The car answers.' @(
    '$reply = Request-CanFrame -Id 0x7DF -Data ''02 01 0C'' -ReplyId 0x7E8'
    '$reply; "$(($reply.Data[3] * 256 + $reply.Data[4]) / 4) rpm"')
. Show-Step 'Write what comes to a file as candump does, and read it again. ASC, TRC, BLF, CSV and JSON Lines work too.' @(
    'Receive-CanFrame -Count 200 | Export-CanLog drive.log'
    'Get-Content drive.log -TotalCount 3'
    'Import-CanLog drive.log | Group-Object Id -NoElement | Sort-Object Count -Descending | Select-Object -First 3')
. Show-Step 'Done.' @(
    'Get-CanDevice'
    'Disconnect-CanDevice'
    '$car | Stop-CanSimulator')

@"

The files are in $folder.
To go on here: caneth --help. In PowerShell: Import-Module Caneth gives it the same commands.
"@
