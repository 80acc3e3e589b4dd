#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'The module as it is installed' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:module = Get-Module Caneth
    }

    It 'has a manifest without fault' {
        $tested = Test-ModuleManifest (Join-Path $module.ModuleBase Caneth.psd1) -WarningVariable warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
        $tested.ExportedCmdlets.Count | Should -Be $module.ExportedCmdlets.Count
        $tested.Description, $tested.Author, $tested.LicenseUri, $tested.ReleaseNotes | Should -Not -BeNullOrEmpty
    }

    It 'exports cmdlets with approved verbs and nouns of its own, and nothing else' {
        $module.ExportedCmdlets.Values.Verb | Sort-Object -Unique | Should -BeIn (Get-Verb).Verb
        $module.ExportedCmdlets.Values.Noun | Should -Match '^Can[A-Z]'
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It 'works from a folder that cannot be written to, with a space and an umlaut in its path' {
        # What a checkout has besides the module stays where it is.
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'Prüf stand/Caneth')
        'Caneth.psd1', 'Caneth.Format.ps1xml', 'Caneth.Types.ps1xml', 'bin', 'lib', 'en-US' | ForEach-Object { Join-Path $module.ModuleBase $_ } | Where-Object { Test-Path $_ } |
            Copy-Item -Destination $folder -Recurse
        $files = Get-ChildItem $folder -Recurse -File
        $before = $files | Get-FileHash
        $files | ForEach-Object { $_.IsReadOnly = $true }

        $output = Invoke-PowerShell -NoProfile -NonInteractive -File "$PSScriptRoot/use-the-module.ps1" (Join-Path $folder Caneth.psd1) 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $output | Should -Be done
        $after = Get-ChildItem $folder -Recurse -File | Get-FileHash
        $after.Path | Should -Be $before.Path
        $after.Hash | Should -Be $before.Hash
        Get-ChildItem $folder -Recurse -File | ForEach-Object { $_.IsReadOnly = $false }
    }
}
