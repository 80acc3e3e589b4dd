# A release into two folders: what is wrong is said before the first package is sent, and sending twice does no harm.

Describe 'Publishing' {
    BeforeAll {
        $script:publish = Join-Path $PSScriptRoot .. .. build Publish.ps1
        $script:gallery = "CanethTests$PID"
        $script:ids = @('Caneth', 'Caneth.Core', 'Caneth.Tool') +
            ('any', 'linux-arm64', 'linux-x64', 'osx-arm64', 'osx-x64', 'win-x64' | ForEach-Object { "Caneth.Tool.$_" })
        $script:before = $env:NUGET_SOURCE, $env:NUGET_API_KEY, $env:PSGALLERY_API_KEY

        # A package of a module, or of anything else, with nothing in it but what a gallery looks at.
        function New-Package {
            param([string] $Id, [string] $Version)

            $number, $prerelease = $Version.Split('-')
            $archive = [IO.Compression.ZipFile]::Open((Join-Path $packages "$Id.$Version.nupkg"), 'Create')
            $texts = @{
                "$Id.nuspec" = "<package><metadata><id>$Id</id><version>$Version</version><authors>Somebody</authors>" +
                    '<description>A package.</description><tags>PSModule</tags></metadata></package>'
                "$Id.psd1"   = "@{ ModuleVersion = '$number'; Author = 'Somebody'; Description = 'A module.'; " +
                    "PrivateData = @{ PSData = @{ Prerelease = '$prerelease' } } }"
            }
            foreach ($name in $texts.Keys) {
                $writer = [IO.StreamWriter]::new($archive.CreateEntry($name).Open())
                $writer.Write($texts[$name])
                $writer.Dispose()
            }
            $archive.Dispose()
        }

        function New-Release {
            param([string] $Version, [string] $Heading)

            $ids | ForEach-Object { New-Package $_ $Version }
            Set-Content -Path $changelog -Value '# Changelog', '', "## $Heading", '', '- Something new.', '', '## [0.0.1] - 2026-01-01', '', '- Old.'
        }

        function Publish {
            & $publish -Path $packages -Repository $gallery -Changelog $changelog @args 6>$null
        }

        function Get-Release {
            param([string] $Version)

            $ids | ForEach-Object { "$_.$Version.nupkg".ToLowerInvariant() } | Sort-Object
        }

        function Get-Sent {
            Get-ChildItem -Path $modules, $env:NUGET_SOURCE -Recurse -Filter *.nupkg | ForEach-Object { $_.Name.ToLowerInvariant() } | Sort-Object
        }
    }

    BeforeEach {
        $folder = Join-Path $TestDrive (New-Guid)
        $script:packages, $script:modules, $env:NUGET_SOURCE = 'packages', 'modules', 'nuget' |
            ForEach-Object { (New-Item -Path $folder -Name $_ -ItemType Directory -Force).FullName }
        $script:changelog = Join-Path $folder CHANGELOG.md
        $env:NUGET_API_KEY = $env:PSGALLERY_API_KEY = $null
        Register-PSResourceRepository -Name $gallery -Uri $modules -Trusted -Force
    }

    AfterAll {
        Unregister-PSResourceRepository -Name $gallery
        $env:NUGET_SOURCE, $env:NUGET_API_KEY, $env:PSGALLERY_API_KEY = $before
    }

    It 'sends each package once, however often it is done' {
        New-Release 1.2.3 '[1.2.3] - 2026-11-27'
        Publish -Tag v1.2.3
        Get-Content (Join-Path $packages release-notes.md) | Should -Be '- Something new.'
        $sent = Get-Release 1.2.3
        Get-Sent | Should -Be $sent

        # As if the first had broken off before the last package.
        Get-ChildItem -Path $env:NUGET_SOURCE -Recurse -Filter *tool* | Remove-Item -Recurse
        Publish -Tag v1.2.3
        Get-Sent | Should -Be $sent
    }

    It 'sends a prerelease, whose notes are still under Unreleased' {
        New-Release 2.0.0-preview1 '[Unreleased]'
        Publish -Tag v2.0.0-preview1
        Get-Sent | Should -Be (Get-Release 2.0.0-preview1)
        (Find-PSResource -Name Caneth -Prerelease -Repository $gallery).Prerelease | Should -Be preview1
    }

    It 'only says what it would do with -WhatIf' {
        New-Release 1.2.3 '[1.2.3] - 2026-11-27'
        Publish -WhatIf
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'sends nothing, and says all that is wrong: <Problem>' -TestCases @(
        @{ Problem = '*The tag is v1.2.4, but the packages are of version 1.2.3.*'; With = @{ Tag = 'v1.2.4' } }
        @{ Problem = '*No gallery is registered by the name Nowhere*'; With = @{ Repository = 'Nowhere' } }
        @{ Problem = '*no section*1.2.3*'; Break = { Set-Content -Path $changelog -Value '## [Unreleased]', '- New.' } }
        @{ Problem = '*There are 0 packages Caneth.Core*'; Break = { Remove-Item (Join-Path $packages Caneth.Core.1.2.3.nupkg) } }
        @{ Problem = '*There are 0 packages Caneth.Tool.win-x64*'; Break = { Remove-Item (Join-Path $packages Caneth.Tool.win-x64.1.2.3.nupkg) } }
        @{ Problem = '*There are 2 packages Caneth.Core*'; Break = { New-Package Caneth.Core 1.2.2 } }
        @{ Problem = '*different versions*'; Break = { Remove-Item (Join-Path $packages Caneth.Tool.1.2.3.nupkg); New-Package Caneth.Tool 1.2.2 } }
        @{ Problem = '*Other.1.0.0.nupkg*none of the packages*'; Break = { New-Package Other 1.0.0 } }
        @{ Problem = '*NUGET_API_KEY*'; Break = { $env:NUGET_SOURCE = 'https://gallery.invalid/index.json' } }
        @{ Problem = '*PSGALLERY_API_KEY*NUGET_SOURCE*'; Break = {
                $env:NUGET_SOURCE = $null
                Register-PSResourceRepository -Name $gallery -Uri https://gallery.invalid/ -Force
            }
        }
    ) {
        param($Problem, $With, $Break)

        New-Release 1.2.3 '[1.2.3] - 2026-11-27'
        $nuget = $env:NUGET_SOURCE
        if ($Break) {
            & $Break
        }
        $arguments = @{ Path = $packages; Repository = $gallery; Changelog = $changelog }
        foreach ($name in $With ? $With.Keys : @()) {
            $arguments[$name] = $With[$name]
        }
        { & $publish @arguments } | Should -Throw -ExpectedMessage "Nothing was sent.$Problem"
        Get-ChildItem -Path $modules, $nuget -Recurse -File | Should -BeNullOrEmpty
    }
}
