# Sends frames with one process of the command for each, and counts what the simulated gateway got. It takes a second a frame,
# so it is no part of the suite:
#   caneth run send-whole-processes.ps1 -Command <the caneth command> -Count 500
param([string] $Command = [Environment]::ProcessPath, [int] $Count = 500)

$gateway = Start-CanSimulator -Traffic None
$recording = $gateway.Capture()
$failed = 0
foreach ($number in 1..$Count) {
    $null = & $Command --log ERROR --host $gateway.HostName --port $gateway.Port send --id $number
    if ($LASTEXITCODE -ne 0) { $failed++ }
}

$ids = @($recording.ToArray().Id)
$inOrder = "$ids" -eq "$(1..$Count)"
"$($ids.Count) frames of $Count arrived, $($inOrder ? 'in order' : 'not in order'); $failed processes failed."
exit ($inOrder -and $failed -eq 0 ? 0 : 1)
