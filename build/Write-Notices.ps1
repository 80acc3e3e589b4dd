#!/usr/bin/env pwsh
#Requires -Version 7.6

<#
.SYNOPSIS
    Writes down whose work the packages hold: src/Caneth.Tool/THIRD-PARTY-NOTICES.txt for that of the caneth command,
    src/Caneth.Core/THIRD-PARTY-NOTICES.txt for those of the library and of the module, and one for the folder of each satellite.
.DESCRIPTION
    Reads from the build of src/Caneth.Tool which packages it takes files from, and from those packages their licence, their copyright
    and the notices that they bring themselves; what is part of the library lies in its folder, with its licence. A component whose
    terms are not known here as open source ends it with an error: read what it asks for, and either leave it out of the package or
    teach this script its licence.
.EXAMPLE
    ./build.ps1 Build Notices

    Builds everything and writes the notices, after PowerShell or another dependency of the command has a new version.
#>
[CmdletBinding()]
param(
    # The built command.
    [string] $Path = "$PSScriptRoot/../src/Caneth.Tool/bin/Debug/net10.0",

    # The folder of the projects, in which the files are written.
    [string] $Destination = "$PSScriptRoot/../src"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$packages = (dotnet nuget locals global-packages --list).Split(': ', 2)[1]

# A text file as it is compared and shown: LF, and no blanks at the ends of lines.
function Get-Text {
    param([string] $File)

    return ((Get-Content -LiteralPath $File -Raw) -replace '\r', '' -replace '[ \t]+\n', "`n").Trim()
}

# The first line of a text that says whose work it is, if there is one.
function Get-Copyright {
    param([string] $Text)

    return [regex]::Match($Text, '(?m)^Copyright .*$').Value.Trim()
}

# The licences that may be packed, by their short names, without the lines that say whose they are.
$psReadLine = Get-Text "$Path/shell/Modules/PSReadLine/License.txt"
$licences = [ordered]@{
    'MIT'          = (Get-Text "$PSScriptRoot/../LICENSE") -replace '(?s)^.*?(?=Permission is hereby granted)'
    'Apache-2.0'   = Get-Text "$PSScriptRoot/Apache-2.0.txt"
    'BSD-2-Clause' = $psReadLine -replace '(?s)^.*?(?=Redistribution and use)'
}
$licences['BSD-3-Clause'] = $licences['BSD-2-Clause'] -replace '(?=\n\nTHIS SOFTWARE)', (@(
        ''
        '3. Neither the name of the copyright holder nor the names of its contributors'
        '   may be used to endorse or promote products derived from this software'
        '   without specific prior written permission.'
    ) -join "`n")

# Packages that name their licence by its address alone.
$licenceOfAddress = @{ 'https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true' = 'MIT' }

# What each satellite does with what it brings.
$purposes = @{
    'Caneth.Mqtt'     = 'which frames are published to an MQTT broker with'
    'Caneth.Nats'     = 'which frames are published to a NATS server with'
    'Caneth.Parquet'  = 'which logs are read and written as Parquet with'
    'Caneth.Terminal' = 'which Watch-CanBus draws with'
}

# The packages of a .deps.json that files are taken from.
function Get-PackedPackage {
    param([string] $File)

    $dependencies = Get-Content -LiteralPath $File -Raw | ConvertFrom-Json -AsHashtable
    $taken = @($dependencies.targets.Values)[0]
    foreach ($name in $dependencies.libraries.Keys) {
        $assets = @('runtime', 'runtimeTargets', 'native') | Where-Object { $taken[$name].Contains($_) }
        if ($dependencies.libraries[$name].type -eq 'package' -and $assets) {
            Get-PackageNotice -Folder (Join-Path $packages $dependencies.libraries[$name].path)
        }
    }
}

# The licence that a file is the text of; null for another.
function Get-LicenceOf {
    param([string] $File)

    $text = Get-Item -Path $File | Select-Object -First 1 | ForEach-Object { (Get-Text $_) -replace '\s+', ' ' }
    return $licences.Keys | Where-Object { $text -and $text.Contains(($licences[$_] -replace '\s+', ' ').Substring(0, 60)) } | Select-Object -First 1
}

# What a package says of itself.
function Get-PackageNotice {
    param([string] $Folder)

    $metadata = ([xml](Get-Content -Path "$Folder/*.nuspec" -Raw)).package.metadata
    $text = Get-Item -Path "$Folder/LICENSE*" | ForEach-Object { Get-Copyright (Get-Text $_) }
    $expression = $metadata.SelectSingleNode('*[local-name()="license" and @type="expression"]')
    $address = $metadata.SelectSingleNode('*[local-name()="licenseUrl"]')
    $copyright = $metadata.SelectSingleNode('*[local-name()="copyright"]') ?? $metadata.SelectSingleNode('*[local-name()="authors"]')
    return [pscustomobject]@{
        Name      = $metadata.id
        Version   = $metadata.version
        Licence   = $expression ? $expression.InnerText : (Get-LicenceOf "$Folder/LICENSE*") ?? ($address ? $licenceOfAddress[$address.InnerText] : $null) ?? 'terms of its own'
        Copyright = $text ? $text : $copyright.InnerText
        Project   = $metadata.projectUrl
        # Roslyn brings its notices in another format; they hold its own licence and nothing else.
        Notices   = Get-Item -Path "$Folder/THIRD-PARTY-NOTICES.TXT", "$Folder/ThirdPartyNotices.txt" -ErrorAction Ignore | ForEach-Object { Get-Text $_ }
    }
}

# A module that is taken from the package of PowerShell itself.
function Get-ModuleNotice {
    param([string] $Folder)

    $manifest = Import-PowerShellDataFile -Path "$Folder/*.psd1"
    $file = Get-Item -Path "$Folder/LICENSE*", "$Folder/License*" | Select-Object -First 1
    $text = Get-Text $file
    return [pscustomobject]@{
        Name      = Split-Path -Path $Folder -Leaf
        Version   = $manifest.ModuleVersion
        Licence   = Get-LicenceOf $file
        Copyright = Get-Copyright $text
        Project   = $manifest.PrivateData.PSData.ProjectUri
        Notices   = Get-Item -Path "$Folder/ThirdPartyNotices.txt" -ErrorAction Ignore | ForEach-Object { Get-Text $_ }
    }
}

# What is part of the library, as the npm registry has it.
function Get-LibraryNotice {
    param([string] $Folder)

    $package = Get-Content -LiteralPath "$Folder/package.json" -Raw | ConvertFrom-Json
    return [pscustomobject]@{
        Name      = $package.name
        Version   = $package.version
        Licence   = $package.license
        Copyright = Get-Copyright (Get-Text "$Folder/LICENSE")
        Project   = $package.homepage
        Notices   = $null
    }
}

$library = @(Get-LibraryNotice "$PSScriptRoot/../src/Caneth.Core/Plotting/Page/uPlot")
$components = @(
    $library
    Get-PackedPackage "$Path/Caneth.Tool.deps.json"
    Get-PackedPackage "$Path/shell/Caneth.Tool.Shell.deps.json"
    Get-ChildItem -Path "$Path/shell/Modules/Caneth/lib/*/*.deps.json" | ForEach-Object { Get-PackedPackage $_ }
    Get-ChildItem -Path "$Path/shell/Modules" -Directory -Exclude Caneth | ForEach-Object { Get-ModuleNotice $_ }
) | Sort-Object -Property Name -Unique -Culture ''
$closed = @($components | Where-Object { $_.Licence -notin $licences.Keys })
if ($closed) {
    throw "Not known as open source: $($closed | ForEach-Object { "$($_.Name) $($_.Version) ($($_.Licence))" } | Join-String -Separator ', ')."
}

# Writes what a package holds: its components, then their licences and their notices.
function Write-Notice {
    param([string] $File, [string[]] $Introduction, [object[]] $Component)

    $rule = '=' * 80
    $text = @(
        "Third-party notices`n"
        $Introduction
        foreach ($one in $Component) {
            "`n$($one.Name) $($one.Version)`n    $($one.Licence). $($one.Copyright)`n    $($one.Project)"
        }
        foreach ($name in $licences.Keys | Where-Object { $_ -in $Component.Licence }) {
            "`n$rule`nLicence $name`n$rule`n`n$($licences[$name])"
        }
        foreach ($group in $Component | Where-Object Notices | Group-Object -Property Notices) {
            "`n$rule`nNotices of $($group.Group.Name -join ', ')`n$rule`n`n$($group.Group[0].Notices)"
        }
    ) -join "`n"
    Set-Content -LiteralPath $File -Value $text
    Write-Host "$($Component.Count) component(s): $(Resolve-Path -LiteralPath $File -Relative)"
}

Write-Notice -File "$Destination/Caneth.Core/THIRD-PARTY-NOTICES.txt" -Component $library -Introduction @(
    'The library writes plots as pages, and puts into them the work of others. Each component is named here with its version, its licence,'
    'whose work it is, and where it comes from. The licences follow.'
)
foreach ($satellite in Get-ChildItem -Path "$Path/shell/Modules/Caneth/lib" -Directory) {
    Write-Notice -File "$Destination/satellites/$($satellite.Name)/THIRD-PARTY-NOTICES.txt" -Introduction @(
        "This folder holds the work of others, $($purposes[$satellite.Name])."
    ) -Component @(Get-PackedPackage "$satellite/$($satellite.Name).deps.json" | Sort-Object -Property Name -Culture '')
}

Write-Notice -File "$Destination/Caneth.Tool/THIRD-PARTY-NOTICES.txt" -Component $components -Introduction @(
    'The package of the caneth command holds PowerShell, and with it the work of many others. Each component is named here with its'
    "version, its licence, whose work it is, and where it comes from. The licences and the notices that the components bring follow.`n"
    'The reference assemblies of .NET in the folder shell/ref are part of Microsoft.PowerShell.SDK and are under the same licence:'
    'Copyright (c) .NET Foundation and Contributors.'
)
